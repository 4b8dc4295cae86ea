/** How clients begin what they pass on: their marks, and the words of their header blocks, by language. */
export type Words = {
  readonly prefix: string
  readonly from: string
  readonly date: string
  readonly to: string
  readonly cc: string
  readonly subject: string
  readonly marks: readonly string[]
  /** 2 March 2026, 9:12, as that language prints it. */
  readonly when: readonly string[]
}

const words = (list: string): readonly string[] => list.split('|')

export const forwardWords: Readonly<Record<string, Words>> = {
  en: {
    prefix: 'Fwd: ',
    from: 'From:',
    date: 'Date:',
    to: 'To:',
    cc: 'Cc:',
    subject: 'Subject:',
    marks: words(
      '---------- Forwarded message ---------|---------- Forwarded message ----------|Begin forwarded message:|-------- Forwarded Message --------|' +
        '----- Forwarded Message -----|------- Forwarded Message -------|============ Forwarded message ============|--- Forwarded message ---|' +
        '----- Forwarded by Eva Rossi/Uno on 03/02/2026 10:00 AM -----|Forwarded message:|‐‐‐‐‐‐‐ Forwarded Message ‐‐‐‐‐‐‐|-----Original Message-----|---- Forwarded message ----',
    ),
    when: [
      'Mon, Mar 2, 2026 at 9:12 AM',
      'Monday, March 2, 2026 9:12 AM',
      '2 March 2026 at 09:12:00 CET',
      'Mon, 2 Mar 2026 09:12:00 +0100',
      'On Monday, March 2nd, 2026 at 9:12 AM',
      '2026-03-02 09:12',
    ],
  },
  it: {
    prefix: 'I: ',
    from: 'Da:',
    date: 'Data:',
    to: 'A:',
    cc: 'Cc:',
    subject: 'Oggetto:',
    marks: words(
      '---------- Forwarded message ---------|Inizio messaggio inoltrato:|-------- Messaggio Inoltrato --------|----- Messaggio inoltrato -----|---------- Messaggio inoltrato ----------|-------- Messaggio originale --------|----- Inoltrato da Eva Rossi/Uno il 02/03/2026 10.00 -----',
    ),
    when: [
      'lun 2 mar 2026 alle ore 09:12',
      'lunedì 2 marzo 2026 09:12',
      '2 marzo 2026 alle ore 09:12:00 CET',
      'Mon, 2 Mar 2026 09:12:00 +0100',
    ],
  },
  fr: {
    prefix: 'TR : ',
    from: 'De :',
    date: 'Date :',
    to: 'À :',
    cc: 'Cc :',
    subject: 'Objet :',
    marks: words(
      '---------- Forwarded message ---------|Début du message réexpédié :|Début du message transféré :|-------- Message transféré --------|----- Mail transféré -----|---------- Message transféré ----------|-------- Message d’origine --------|----- Message transféré -----',
    ),
    when: ['lun. 2 mars 2026 à 09:12', 'lundi 2 mars 2026 09:12', '2 mars 2026 à 09:12:00 UTC+1'],
  },
  de: {
    prefix: 'WG: ',
    from: 'Von:',
    date: 'Datum:',
    to: 'An:',
    cc: 'Cc:',
    subject: 'Betreff:',
    marks: words(
      '---------- Forwarded message ---------|Anfang der weitergeleiteten Nachricht:|-------- Weitergeleitete Nachricht --------|----- Weitergeleitete Nachricht -----|----- Weitergeleitet von Eva Rossi/Uno am 02.03.2026 10:00 -----|-------- Ursprüngliche Nachricht --------|----- Weitergeleitete Mail -----',
    ),
    when: ['Mo., 2. März 2026 um 09:12 Uhr', 'Montag, 2. März 2026 09:12', '2. März 2026 um 09:12:00 MEZ'],
  },
  es: {
    prefix: 'RV: ',
    from: 'De:',
    date: 'Fecha:',
    to: 'Para:',
    cc: 'Cc:',
    subject: 'Asunto:',
    marks: words(
      '---------- Forwarded message ---------|Inicio del mensaje reenviado:|-------- Mensaje reenviado --------|----- Mensaje reenviado -----|---------- Mensaje reenviado ----------|-------- Mensaje original --------',
    ),
    when: ['lun, 2 mar 2026 a las 9:12', 'lunes, 2 de marzo de 2026 9:12', '2 de marzo de 2026, 9:12:00 CET'],
  },
  pt: {
    prefix: 'ENC: ',
    from: 'De:',
    date: 'Data:',
    to: 'Para:',
    cc: 'Cc:',
    subject: 'Assunto:',
    marks: words(
      '---------- Forwarded message ---------|Início da mensagem encaminhada:|Início da mensagem reencaminhada:|-------- Mensagem encaminhada --------|-------- Mensagem reencaminhada --------|----- Mensagem encaminhada -----|---------- Mensagem encaminhada ---------|-------- Mensagem original --------',
    ),
    when: [
      'seg., 2 de mar. de 2026 às 09:12',
      'segunda-feira, 2 de março de 2026 09:12',
      '2 de março de 2026 09:12:00 WET',
    ],
  },
  nl: {
    prefix: 'FW: ',
    from: 'Van:',
    date: 'Datum:',
    to: 'Aan:',
    cc: 'Cc:',
    subject: 'Onderwerp:',
    marks: words(
      '---------- Forwarded message ---------|Begin doorgestuurd bericht:|-------- Doorgestuurd bericht --------|----- Doorgestuurd bericht -----|-------- Oorspronkelijk bericht --------',
    ),
    when: ['ma 2 mrt 2026 om 09:12', 'maandag 2 maart 2026 09:12', '2 maart 2026 om 09:12:00 CET'],
  },
  pl: {
    prefix: 'PD: ',
    from: 'Od:',
    date: 'Data:',
    to: 'Do:',
    cc: 'DW:',
    subject: 'Temat:',
    marks: words(
      '---------- Forwarded message ---------|Początek przekazywanej wiadomości:|-------- Przekazana wiadomość --------|-------- Treść przekazanej wiadomości --------|----- Przekazana wiadomość -----|-------- Oryginalna wiadomość --------',
    ),
    when: ['pon., 2 mar 2026 o 09:12', 'poniedziałek, 2 marca 2026 09:12', '2 marca 2026 o 09:12:00 CET'],
  },
  sv: {
    prefix: 'VB: ',
    from: 'Från:',
    date: 'Datum:',
    to: 'Till:',
    cc: 'Kopia:',
    subject: 'Ämne:',
    marks: words(
      '---------- Forwarded message ---------|Vidarebefordrat brev:|-------- Vidarebefordrat meddelande --------|----- Vidarebefordrat meddelande -----|Vidarebefordrat meddelande:|-------- Originalmeddelande --------',
    ),
    when: ['mån 2 mars 2026 kl 09:12', 'den 2 mars 2026 09:12', '2 mars 2026 kl. 09:12:00 CET'],
  },
  da: {
    prefix: 'VS: ',
    from: 'Fra:',
    date: 'Dato:',
    to: 'Til:',
    cc: 'Cc:',
    subject: 'Emne:',
    marks: words(
      '---------- Forwarded message ---------|Start på videresendt besked:|Videresendt besked:|-------- Videresendt meddelelse --------|-------- Oprindelig meddelelse --------|----- Videresendt meddelelse -----',
    ),
    when: ['man. 2. mar. 2026 kl. 09.12', '2. marts 2026 09:12', '2. marts 2026 kl. 09.12.00 CET'],
  },
  no: {
    prefix: 'VS: ',
    from: 'Fra:',
    date: 'Dato:',
    to: 'Til:',
    cc: 'Kopi:',
    subject: 'Emne:',
    marks: words(
      '---------- Forwarded message ---------|Videresendt melding:|Start på videresendt melding:|-------- Videresendt melding --------|-------- Opprinnelig melding --------',
    ),
    when: ['man. 2. mars 2026 kl. 09:12', 'mandag 2. mars 2026 09:12', '2. mars 2026 kl. 09:12:00 CET'],
  },
  fi: {
    prefix: 'VL: ',
    from: 'Lähettäjä:',
    date: 'Päiväys:',
    to: 'Vastaanottaja:',
    cc: 'Kopio:',
    subject: 'Aihe:',
    marks: words(
      '---------- Forwarded message ---------|Välitetty viesti alkaa:|-------- Välitetty viesti --------|-------- Edelleenlähetetty viesti --------|-------- Alkuperäinen viesti --------',
    ),
    when: [
      'ma 2. maalisk. 2026 klo 9.12',
      'maanantai 2. maaliskuuta 2026 9.12',
      '2. maaliskuuta 2026 klo 9.12.00 UTC+2',
    ],
  },
  cs: {
    prefix: 'FW: ',
    from: 'Od:',
    date: 'Datum:',
    to: 'Komu:',
    cc: 'Kopie:',
    subject: 'Předmět:',
    marks: words(
      '---------- Forwarded message ---------|Začátek přeposlané zprávy:|-------- Přeposlaná zpráva --------|---------- Přeposlaný e-mail ----------|-------- Původní zpráva --------|-------- Přeposílaná zpráva --------',
    ),
    when: ['po 2. 3. 2026 v 9:12', 'pondělí 2. března 2026 9:12', '2. března 2026 v 9:12:00 SEČ'],
  },
  hu: {
    prefix: 'TOV: ',
    from: 'Feladó:',
    date: 'Dátum:',
    to: 'Címzett:',
    cc: 'Másolat:',
    subject: 'Tárgy:',
    marks: words(
      '---------- Forwarded message ---------|Továbbított üzenet kezdete:|-------- Továbbított üzenet --------|-------- Eredeti üzenet --------|-------- Továbbított levél --------',
    ),
    when: ['2026. márc. 2., H, 9:12', '2026. március 2., hétfő 9:12', '2026. március 2. 9:12:00 CET'],
  },
  ro: {
    prefix: 'FW: ',
    from: 'De la:',
    date: 'Data:',
    to: 'Către:',
    cc: 'Cc:',
    subject: 'Subiect:',
    marks: words(
      '---------- Forwarded message ---------|Începutul mesajului redirecționat:|-------- Mesaj redirecționat --------|-------- Mesaj înaintat --------|-------- Mesaj original --------',
    ),
    when: ['lun., 2 mar. 2026 la 09:12', 'luni, 2 martie 2026 09:12', '2 martie 2026 la 09:12:00 EET'],
  },
  tr: {
    prefix: 'İLT: ',
    from: 'Kimden:',
    date: 'Tarih:',
    to: 'Kime:',
    cc: 'Bilgi:',
    subject: 'Konu:',
    marks: words(
      '---------- Forwarded message ---------|İletilen ileti başlangıcı:|-------- İletilmiş İleti --------|Yönlendirilmiş ileti başlangıcı:|-------- Orijinal Mesaj --------|-------- Yönlendirilmiş Mesaj --------',
    ),
    when: ['2 Mar 2026 Pzt, 09:12', '2 Mart 2026 Pazartesi 09:12', '2 Mart 2026 09:12:00 GMT+3'],
  },
  el: {
    prefix: 'ΠΡΘ: ',
    from: 'Από:',
    date: 'Ημερομηνία:',
    to: 'Προς:',
    cc: 'Κοιν.:',
    subject: 'Θέμα:',
    marks: words(
      '---------- Forwarded message ---------|Αρχή προωθημένου μηνύματος:|-------- Προωθημένο μήνυμα --------|-------- Αρχικό μήνυμα --------',
    ),
    when: [
      'Δευ 2 Μαρ 2026 στις 9:12 π.μ.',
      'Δευτέρα, 2 Μαρτίου 2026 9:12 πμ',
      '2 Μαρτίου 2026 στις 9:12:00 π.μ. EET',
    ],
  },
  ru: {
    prefix: 'Fwd: ',
    from: 'От:',
    date: 'Дата:',
    to: 'Кому:',
    cc: 'Копия:',
    subject: 'Тема:',
    marks: words(
      '---------- Forwarded message ---------|Начало переадресованного сообщения:|Начало пересылаемого сообщения:|-------- Перенаправленное сообщение --------|-------- Пересылаемое сообщение --------|-------- Переадресованное сообщение --------|-------- Исходное сообщение --------|---------- Пересылаемое сообщение ----------',
    ),
    when: ['пн, 2 мар. 2026 г. в 09:12', '2 марта 2026 г. 9:12', 'понедельник, 2 марта 2026, 9:12 +03:00'],
  },
  uk: {
    prefix: 'Fwd: ',
    from: 'Від:',
    date: 'Дата:',
    to: 'Кому:',
    cc: 'Копія:',
    subject: 'Тема:',
    marks: words(
      '---------- Forwarded message ---------|Початок переадресованого повідомлення:|-------- Переслане повідомлення --------|Початок листа, що пересилається:|-------- Пересланий лист --------|-------- Вихідне повідомлення --------',
    ),
    when: ['пн, 2 бер. 2026 р. о 09:12', '2 березня 2026 р. 9:12', '2 березня 2026, 09:12:00'],
  },
  ja: {
    prefix: 'Fwd: ',
    from: '差出人:',
    date: '日付:',
    to: '宛先:',
    cc: 'Cc:',
    subject: '件名:',
    marks: words(
      '---------- Forwarded message ---------|転送されたメッセージ:|-------- 転送メッセージ --------|-------- 転送されたメール --------|-------- 元のメッセージ --------',
    ),
    when: ['2026年3月2日(月) 9:12', '2026年3月2日 9:12', '2026年3月2日 9:12:00 JST'],
  },
  zh: {
    prefix: '转发: ',
    from: '发件人:',
    date: '日期:',
    to: '收件人:',
    cc: '抄送:',
    subject: '主题:',
    marks: words(
      '---------- Forwarded message ---------|以下是转发的邮件：|开始转发的信息：|-------- 转发的消息 --------|-------- 转发邮件信息 --------|-------- 原始邮件 --------|------------------ 转发邮件 ------------------',
    ),
    when: ['2026年3月2日周一 09:12', '2026年3月2日 9:12', '2026-03-02 09:12:00'],
  },
  ko: {
    prefix: 'Fwd: ',
    from: '보낸 사람:',
    date: '날짜:',
    to: '받는 사람:',
    cc: '참조:',
    subject: '제목:',
    marks: words(
      '---------- Forwarded message ---------|전달된 메시지:|전달된 메시지 시작:|-------- 전달된 메시지 --------|-------- 원본 메시지 --------',
    ),
    when: ['2026년 3월 2일 (월) 오전 9:12', '2026년 3월 2일 월요일 오전 9:12', '2026. 3. 2. 09:12'],
  },
}
