import { wordList } from './word-list'

/** The fields mail clients print above a mail they quote or forward. */
export type QuotedField = 'from' | 'sent' | 'to' | 'cc' | 'subject' | 'other'

/**
 * How clients of many languages name those fields, lower-case. A word stands for one field only, so that the
 * language need not be known. Adding a language is adding words.
 */
const labels: Readonly<Record<QuotedField, readonly string[]>> = {
  from: wordList(
    'from|da|de|von|van|fra|från|frá|od|od koga|lähettäjä|expéditeur|mittente|absender|remitente|remetente|' +
      'afzender|afsender|avsender|avsändare|nadawca|odesílatel|odosielateľ|pošiljatelj|šalje|saatja|kellelt|nuo|' +
      'siuntėjas|sūtītājs|feladó|de la|expeditor|kimden|gönderen|από|αποστολέας|от|от кого|отправитель|від|' +
      'від кого|відправник|подател|差出人|送信元|送信者|发件人|寄件者|寄件人|發件人|보낸 사람|보낸사람|보낸이|발신|' +
      'מאת|من|từ|người gửi|dari|จาก|gönderenin adı|remitent|nork|bidaltzailea|од|испраќач|از|فرستنده|प्रेषक|daripada|nga|' +
      'kimdən|кімнен|ад|ад каго|გამომგზავნი|frá',
  ),
  sent: wordList(
    "sent|sent on|date|date sent|inviato|inviata|data|data invio|data di invio|envoyé|envoyée|envoyé le|date d'envoi|" +
      'date d’envoi|message du|gesendet|gesendet am|datum|verschickt|verschickt am|enviado|enviada|enviados|enviadas|enviado el|enviado em|enviada em|' +
      'enviat|fecha|fecha de envío|verzonden|verzonden op|verstuurd|sendt|dato|skickat|wysłano|wysłane|data wysłania|' +
      'odesláno|odoslané|odoslaná|dátum|poslano|poslato|lähetetty|päivämäärä|päiväys|pvm|saadetud|kuupäev|išsiųsta|' +
      'nosūtīts|datums|elküldve|küldve|küldés ideje|trimis|trimisă|expediat|dată|tarih|gönderildi|gönderim tarihi|' +
      'gönderme tarihi|στάλθηκε|ημερομηνία|отправлено|дата|дата отправки|надіслано|відправлено|изпратено|' +
      '日付|日時|日 期|送信日時|送信日|时间|日期|发送时间|发送日期|發送時間|發送日期|寄件日期|傳送日期|날짜|보낸 날짜|보낸날짜|' +
      'תאריך|נשלח|التاريخ|تاريخ الإرسال|تم الإرسال|ngày|gửi|đã gửi|vào|tanggal|dikirim|วันที่|ส่ง|ส่งเมื่อ|' +
      'gönderilen|gönderilme tarihi|bidaltze-data|bidalia|noiz|послато|датум|испратено|تاریخ|تاریخ ارسال|ارسال شده|दिनांक|' +
      'तारीख|भेजा गया|dihantar|tarikh|dërguar|göndərilib|göndərildi|tarix|жіберілді|күні|адпраўлена|' +
      'გაგზავნილია|თარიღი|gestuur|已傳送|已发送|已寄出|전송 시간|보낸 시간|sent at',
  ),
  to: wordList(
    'to|a|à|al|an|aan|til|till|do|komu|para|para quem|za|prima|pre|destinatario|destinatari|destinataire|pour|empfänger|' +
      'ontvanger|mottagare|modtager|mottaker|odbiorca|adresat|adresaci|vastaanottaja|adresát|příjemce|príjemca|primatelj|prejemnik|' +
      'kellele|saaja|kam|gavėjas|címzett|către|catre|destinatar|kime|alıcı|προς|кому|получатель|одержувач|до|' +
      '宛先|送信先|收件人|收件者|받는 사람|받는사람|받는이|수신|אל|إلى|đến|tới|người nhận|kepada|ke|ถึง|per a|nori|hartzailea|коме|' +
      'به|گیرنده|प्रति|për|kimə|кімге|каму|ადრესატი',
  ),
  cc: wordList(
    'cc|c.c.|bcc|ccn|cci|cco|kopie|kopia|kopi|kópia|kopio|kopija|koopia|copie|copie à|copia|cópia|cópia para|dw|udw|' +
      'do wiadomości|másolat|másolatot kap|titkos másolat|bilgi|gizli|κοιν|κοινοποίηση|копия|копія|копие|' +
      'blindkopie|hemlig kopia|skrytá kopie|抄送|副本|密送|密件副本|참조|숨은 참조|숨은참조|עותק|نسخة|đồng gửi|tembusan|สำเนา',
  ),
  subject: wordList(
    'subject|oggetto|ogg|objet|sujet|betreff|asunto|assunto|onderwerp|emne|efni|ämne|temat|předmět|predmet|zadeva|' +
      'naslov|aihe|teema|tema|tēma|temats|tárgy|subiect|konu|θέμα|тема|относно|件名|主题|主題|主 题|主 題|主旨|標題|제목|נושא|الموضوع|' +
      'assumpte|chủ đề|tiêu đề|subjek|perihal|judul|เรื่อง|gaia|наслов|предмет|موضوع|विषय|subjekti|mövzu|тақырып|тақырыбы|тэма|' +
      'თემა|주제',
  ),
  other: wordList(
    'reply-to|reply to|rispondi a|répondre à|répondre a|antwort an|antworten an|responder a|responder para|antwoord aan|' +
      'odpowiedź do|odpowiedz do|svar til|svara till|odpovědět|odpověď komu|odpovedať|ответить|кому ответить|válaszcím|' +
      'vastaus|vastausosoite|返信先|回复|回复至|回覆|yanıtla|răspundeți la|sender|importance|priority|wichtigkeit|priorität|' +
      'priorità|importanza|importance |importancia|importância|prioridad|prioridade|prioriteit|urgentie|prioritet|' +
      'organization|organisation|organizzazione|attachments|attachment|allegati|allegato|anlagen|anlage|anhang|anhänge|' +
      'pièces jointes|pièce jointe|pj|adjuntos|datos adjuntos|anexos|anexo|bijlagen|bijlage|bilagor|vedhæftninger|' +
      'vedlegg|liitteet|załączniki|přílohy|вложения|附件|添付ファイル|message-id|sensitivity|vertraulichkeit|mailed-by|' +
      'user-agent|return-path|delivered-to|newsgroups|categories|security|sicherheit|resent-from|resent-date|resent-to',
  ),
}

const fields: readonly QuotedField[] = ['from', 'sent', 'to', 'cc', 'subject', 'other']

const fieldByWord: ReadonlyMap<string, QuotedField> = new Map(
  fields.flatMap((field) => labels[field].map((word): [string, QuotedField] => [word.trim(), field])),
)

const MAX_LABEL = 24

export type LabelledLine = { readonly field: QuotedField; readonly word: string; readonly value: string }

/**
 * "Von: Eva <eva@uno.example>" to its field and value, or null. The blanks and stars that bold text leaves
 * around a label, the full-width colon and the French blank before it are allowed.
 */
export function readLabelled(line: string): LabelledLine | null {
  const head = line.slice(0, MAX_LABEL + 8)
  const colon = head.startsWith('|') ? head.indexOf('|', 1) : head.search(/[:：]/)
  if (colon < 1) return null
  const word = head.slice(0, colon).replace(/[*_|]/g, '').replace(/\s+/g, ' ').trim().toLowerCase()
  if (word === '' || word.length > MAX_LABEL) return null
  const field = fieldByWord.get(word) ?? fieldByWord.get(word.replace(/\.$/, ''))
  if (field === undefined) return null
  const value = withoutBar(line.slice(colon + 1), head)
    .replace(/^[*_\s]+/, '')
    .trimEnd()
  return { field, word, value: value.endsWith('**') ? value.slice(0, -2) : value }
}

/** "| From | Eva <eva@uno.example> |", a table of fields as text. */
const withoutBar = (value: string, head: string): string =>
  head.startsWith('|') && value.trimEnd().endsWith('|') ? value.trimEnd().slice(0, -1) : value

const dateWords = new Set(
  wordList(
    'date|data|datum|fecha|dato|dátum|dată|tarih|kuupäev|datums|ημερομηνία|дата|päivämäärä|päiväys|pvm|日付|日時|日期|时间|날짜|' +
      'תאריך|التاريخ|ngày|vào|tanggal|วันที่|датум|تاریخ|तारीख|दिनांक|tarikh|tarix|күні|თარიღი',
  ),
)

/** "Sent", not only "Date": a word that only mail uses. */
export const saysSent = (word: string): boolean => fieldByWord.get(word) === 'sent' && !dateWords.has(word)

/** Whether English prints it too: only there the month may stand before the day. */
export const isEnglishLabel = (word: string): boolean =>
  /^(?:from|sent|sent on|sent at|date|date sent|to|b?cc|subject|reply-to|sender|importance|priority|attachments?)$/.test(
    word,
  )

/** The words of one field, as they are written (first letter upper-case), longest first. */
export function writtenLabels(field: QuotedField): readonly string[] {
  return written[field]
}

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
const written: Readonly<Record<QuotedField, readonly string[]>> = {
  from: writtenOf('from'),
  sent: writtenOf('sent'),
  to: writtenOf('to'),
  cc: writtenOf('cc'),
  subject: writtenOf('subject'),
  other: writtenOf('other'),
}

function writtenOf(field: QuotedField): string[] {
  return labels[field].map(capitalised).toSorted((a, b) => b.length - a.length)
}

const nameLabels = new Set(
  wordList(
    'name|full name|first name|last name|customer|nome|cognome|nome e cognome|nom|prénom|nom complet|vorname|nachname|nombre|' +
      'apellido|apellidos|naam|voornaam|achternaam|imię|nazwisko|imię i nazwisko|namn|navn|jméno|имя|姓名|お名前|이름',
  ),
)

const formLabels = new Set(
  wordList(
    'email|e-mail|e-mail address|email address|mail|phone|phone number|telephone|mobile|' +
      'message|your message|comment|comments|company|address|website|order number|customer number|form|page|url|ip|' +
      'ip address|passenger|passengers|indirizzo email|telefono|cellulare|messaggio|' +
      'corpo del messaggio|azienda|ragione sociale|indirizzo|sito|numero ordine|codice cliente|richiesta|' +
      'adresse e-mail|adresse mail|courriel|téléphone|portable|message body|votre message|société|adresse|' +
      'telefon|mobil|telefonnummer|nachricht|ihre nachricht|firma|anschrift|bestellnummer|kundennummer|anliegen|' +
      'correo|correo electrónico|teléfono|mensaje|empresa|dirección|número de pedido|telemóvel|' +
      'telefone|mensagem|morada|endereço|e-mailadres|telefoonnummer|bericht|bedrijf|' +
      'wiadomość|meddelande|företag|besked|melding|zpráva|телефон|сообщение|电话|留言|電話番号|メッセージ|전화번호|메시지',
  ),
)

const labelOf = (line: string): string => {
  const colon = line.slice(0, MAX_LABEL + 8).search(/[:：]/)
  return colon < 1 ? '' : line.slice(0, colon).replace(/[*_]/g, '').trim().toLowerCase()
}

export const isNameLabel = (line: string): boolean => nameLabels.has(labelOf(line))

/** "Phone: 02 123": what forms on web pages print beside the sender, and mail clients never. */
export const isFormLabel = (line: string): boolean =>
  formLabels.has(labelOf(line)) || nameLabels.has(labelOf(line))
