import { lowerCase } from './lower-case'
import { wordList } from './word-list'

/**
 * How programs title their answers, lower-case with straight quotes, all languages together. A phrase counts where it
 * stands alone, or before a colon and the subject that is answered. Adding a language is adding words.
 */
/** "I am not here": nobody else titles a mail so. */
export const vacationSubjects: readonly string[] = wordList(
  'out of office|out of the office|out of office autoreply|out of office auto-reply|out of office auto reply|' +
    'out of office reply|out of office response|out of office message|out of office notification|out of office alert|' +
    'out-of-office|out-of-office reply|out-of-office message|vacation reply|vacation response|vacation message|' +
    'vacation notice|vacation auto-reply|away from my mail|away from office|away message|absence notification|' +
    "afwezigheidsassistent|message d'absence du bureau|assenza dall'ufficio|fuori ufficio|messaggio di assenza|notifica di assenza|avviso di assenza|" +
    "absence du bureau|absent du bureau|absente du bureau|message d'absence|notification d'absence|avis d'absence|" +
    "réponse d'absence|hors du bureau|absence temporaire|" +
    'abwesenheitsnotiz|abwesenheitsbenachrichtigung|abwesenheitsmeldung|abwesenheitsassistent|abwesenheitsnachricht|' +
    'abwesenheitsinfo|abwesenheitsagent|automatische abwesenheitsnotiz|automatische abwesenheitsmeldung|nicht im büro|' +
    'außer haus|ausser haus|urlaubsmeldung|urlaubsnotiz|' +
    'fuera de la oficina|fuera de oficina|mensaje de ausencia|aviso de ausencia|notificación de ausencia|' +
    'ausente de la oficina|fora do escritório|fora de escritório|ausência temporária|ausente do escritório|' +
    'mensagem de ausência|aviso de ausência|afwezigheidsbericht|afwezigheidsmelding|niet op kantoor|niet aanwezig|' +
    'poza biurem|informacja o nieobecności|powiadomienie o nieobecności|frånvaromeddelande|frånvarobesked|inte på kontoret|' +
    'fraværsmelding|fraværsbesked|fraværsmeddelelse|ikke på kontoret|ikke til stede|poissaoloviesti|poissaoloilmoitus|' +
    'poissa toimistosta|mimo kancelář|mimo kanceláriu|házon kívül|irodán kívül|în afara biroului|absent din birou|' +
    'ofis dışında|ofis dışındayım|işyeri dışında|εκτός γραφείου|ειδοποίηση απουσίας|нет на работе|нет на рабочем месте|' +
    'вне офиса|извън офиса|поза офісом|немає на роботі|odsutnost iz ureda|izvan ureda|izven pisarne|' +
    '不在通知|不在のお知らせ|外出|外出中|外出自动回复|休假自动回复|不在办公室|不在辦公室|부재중|부재 중|부재 중 알림|' +
    'מחוץ למשרד|خارج المكتب|vắng mặt|di luar kantor',
)

/** "This is an automatic answer." */
export const autoReplySubjects: readonly string[] = wordList(
  'automatic reply|automatic response|automatic answer|automated reply|automated response|auto reply|' +
    'auto-reply|autoreply|auto response|auto-response|autoresponse|autoresponder|auto-responder|auto responder|autoanswer|' +
    'risposta automatica|risponditore automatico|autorisposta|réponse automatique|réponse auto|' +
    'reponse automatique|répondeur automatique|automatische antwort|automatische antwortmail|' +
    'automatische rückantwort|automatische eingangsbestätigung|' +
    'automatische empfangsbestätigung|autom. antwort|automatisch antwoord|automatisch beantwoord|automatische reactie|' +
    'automatische beantwoording|respuesta automática|respuesta automatica|contestación automática|' +
    'autorrespuesta|resposta automática|resposta automatica|resposta automàtica|' +
    'automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|autoresponder - odpowiedź|' +
    'automatiskt svar|automatsvar|autosvar|automatisk svar|automatisk besvarelse|automaattinen vastaus|automaattivastaus|' +
    'automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|raspuns automat|' +
    'otomatik yanıt|otomatik cevap|αυτόματη απάντηση|автоответ|автоответчик|' +
    'автоматический ответ|автоматична відповідь|автовідповідь|автоматичен отговор|automatski odgovor|аутоматски одговор|' +
    'samodejni odgovor|automaatvastus|automaatne vastus|automātiskā atbilde|automatinis atsakymas|自動応答|自動返信|' +
    '自動返信メール|自动回复|自动答复|自动回覆|自動回覆|自動回復|자동 회신|자동회신|자동 응답|자동응답|자동 답장|תשובה אוטומטית|מענה אוטומטי|' +
    'رد تلقائي|trả lời tự động|thư trả lời tự động|balasan otomatis|jawaban otomatis|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ',
)

/** "An automatic message": so people title what they ask about one as well. It needs another sign. */
export const messageSubjects: readonly string[] = wordList(
  'automated message|messaggio automatico|message automatique|automatische nachricht|automatische e-mail|' +
    'automatisch bericht|mensaje automático|mensagem automática|wiadomość automatyczna|automatikus üzenet|' +
    'mesaj automat|αυτόματο μήνυμα',
)

/** Words that people give their mails as a title too: they need another sign. */
export const absenceWords: readonly string[] = wordList(
  'absence|absent|absente|on vacation|vacation|on holiday|on leave|away|assenza|assente|in ferie|fuori sede|abwesenheit|abwesend|' +
    'urlaub|im urlaub|ausencia|ausente|ausência|afwezig|afwezigheid|nieobecność|nieobecny|nieobecna|frånvaro|frånvarande|' +
    'fravær|fraværende|poissa|nepřítomnost|neprítomnosť|távollét|absența|absenta|απουσία|в отпуске|отпуск|відпустка|' +
    '不在|休假|auto',
)

/** What people write about all the time: it tells only of a mail that nobody sent by hand. */
export const holidayWords: readonly string[] = wordList(
  'holiday|holidays|vakantie|ferien|betriebsferien|ferie|feriado|vacaciones|vacances|férias|congé|congés|en congé|' +
    'maternity leave|parental leave|semester|urlop|na urlopie|dovolená|szabadság|concediu|loma|lomalla',
)

/**
 * The title of an automatic answer that a subject is, or begins with. "Re: Automatic reply: ..." is none: a person
 * answers such a mail.
 */
export function startingPhrase(subject: string, phrases: readonly string[]): string | null {
  const plain = plainSubject(subject)
  const bracketed = /^\[([^\]]{0,60})\]/.exec(plain)?.[1]
  if (bracketed !== undefined && phrases.includes(bracketed)) return bracketed
  const text = plain.replace(/^\[[^\]]{0,40}\]\s?/, '').replace(/^auto:\s?/, '')
  const found = phrases.find((one) => {
    if (!text.startsWith(one)) return false
    const rest = text.slice(one.length).trimStart()
    return (
      rest === '' ||
      /^(?:[:：([（]|[-–—|] ?|[.!]$|(?:re|r|aw|sv|rv|res|fw|fwd): |from [^\s@]{1,64}@\S{1,200}$)/.test(rest)
    )
  })
  return found ?? null
}

/** Is it all that the subject says? A program names the mail that it answers behind it. */
export const isWholeSubject = (subject: string, phrase: string): boolean =>
  plainSubject(subject)
    .replace(/[\s.!\]]{1,5}$/, '')
    .replace(/^\[/, '') === phrase

/** GroupWise puts it behind: "Re: Order (Out of office)", others "Order [Automatic reply]". */
export function endingPhrase(subject: string, phrases: readonly string[]): string | null {
  const last = /[([]([^()[\]]{3,60})[)\]]$/.exec(plainSubject(subject).slice(-80))?.[1]
  return last !== undefined && phrases.includes(last) ? last : null
}

/** Notes: "Eva Rossi is out of the office.", "AUTO: Eva Rossi is out of the office (returning 05/03/2026)". */
export function saysWhoIsAway(subject: string): boolean {
  const text = subject.slice(0, 200).trim()
  const isAuto = /^auto: ?\S/i.test(text)
  const found = NOTES.exec(text.replace(/^auto: ?/i, ''))
  if (found === null) return false
  const names = (found[1] ?? '').split(/[\s/]+/)
  const isName = names.length <= 5 && names.every((name) => /^\p{Lu}/u.test(name))
  return isAuto || (isName && /[.)]$/.test(text) && !notNames.has((names[0] ?? '').toLowerCase()))
}

const NOTES =
  /^([^:?]{2,60}?) (?:is|will be|ist|est|è|está|is niet|är|er)(?: currently)? (?:out of (?:the )?office|außer haus|nicht im büro|absente? du bureau|fuori ufficio|fuera de la oficina|op kantoor|inte på kontoret|ikke på kontoret)\b[^?]{0,80}$/i

const notNames = new Set(
  wordList('the|this|our|your|my|who|if|when|why|everyone|nobody|he|she|i|you|we|they'),
)

const plainSubject = (subject: string): string =>
  lowerCase(subject.slice(0, 300))
    .replace(/[’‘´`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
