import type { MailKind } from '@/lib/mail/classification'
import type { MailFlag } from '@/lib/mail/types'

/** What each mail of tests/fixtures/mail has to be read as. A key that is missing is not judged for that mail. */
export type Expected = {
  kind?: MailKind
  rules?: string[]
  mayAutoAnswer?: boolean
  from?: string | null
  fromName?: string
  subject?: string
  baseSubject?: string
  ids?: string[]
  parents?: string[]
  date?: string | null
  visible?: string
  quoted?: 'some' | 'none'
  signature?: string
  confidence?: 'high' | 'low' | 'none'
  files?: string[]
  flags?: MailFlag[]
  recipients?: string[]
  deliveredTo?: string[]
  bounce?: {
    recipient: string
    action: string
    status: string | null
    originalMessageId: string | null
    severity: string
  }
  receipt?: { disposition: string; originalMessageId: string }
}

const parents = ['t1.m1@desk.example', 'root.t1@desk.example']
const reply: Expected = {
  kind: 'human',
  mayAutoAnswer: true,
  parents,
  quoted: 'some',
  confidence: 'high',
  files: [],
}
const failed = {
  recipient: 'nessuno@cliente.example',
  action: 'failed',
  status: '5.1.1',
  originalMessageId: 't1.m1@desk.example',
  severity: 'hard',
}

export const expectations: Readonly<Record<string, Expected>> = {
  'apple-double-attachment': {
    visible: 'In allegato.',
    files: ['2.1 %appunti.txt resource-fork', '2.2 appunti.txt file'],
  },
  'apple-single-attachment': { visible: 'In allegato.', files: ['2/1 società.csv file'] },
  'binhex-attachment': { visible: 'In allegato.', files: ['2/1 relazione.pdf file'] },
  'binhex-damaged': { visible: 'In allegato.', files: ['2 relazione.pdf.hqx file'] },
  'binhex-in-the-text': { visible: 'Ecco il file.\n\n\nSaluti', files: ['1/1 relazione.pdf file'] },
  'external-body': { visible: 'In allegato.', files: ['2 attachment-1.bin file'] },
  'macbinary-attachment': { visible: 'In allegato.', files: ['2/1 foto.jpg file'] },
  'sun-attachments': { visible: 'Ecco i disegni.', files: ['2 disegno.ps file'] },
  'partial-first-piece': { visible: "Ecco l'inventario.", files: ['1 Inventario (part 1 of 2).eml file'] },
  'partial-second-piece': { visible: '', files: ['1 Inventario (part 2 of 2).eml file'] },
  'alternative-with-calendar-invite': {
    kind: 'human',
    visible: 'Ci vediamo?',
    files: ['2 attachment-1.ics calendar'],
  },
  'attachments-with-the-same-name': { visible: 'due file', files: ['2 dati.csv file', '3 dati.csv file'] },
  'auto-reply-precedence': { kind: 'auto-reply', rules: ['precedence'], mayAutoAnswer: false },
  'auto-submitted-no': { kind: 'human', mayAutoAnswer: true },
  'bare-cr-and-nul': { subject: 'Nullo', visible: 'unodue\ntre', date: null, flags: ['date-missing'] },
  'body-without-blank-line': { subject: 'Attaccata', visible: 'Questa riga non è un campo\nancora testo' },
  'body-without-content': { kind: 'human', visible: '', files: [] },
  'bounce-dsn-delayed': {
    kind: 'bounce',
    bounce: { ...failed, action: 'delayed', status: '4.4.1', severity: 'soft' },
  },
  'bounce-dsn-delivered': {
    kind: 'bounce',
    bounce: { ...failed, action: 'delivered', status: '2.0.0', severity: 'none' },
  },
  'bounce-dsn-failed': { kind: 'bounce', rules: ['rfc3464'], mayAutoAnswer: false, bounce: failed },
  'bounce-dsn-without-returned-mail': {
    kind: 'bounce',
    bounce: { ...failed, status: '5.2.2', originalMessageId: null },
  },
  'bounce-exim-failed-recipients': {
    kind: 'bounce',
    rules: ['failed-recipients', 'machine-sender'],
    bounce: { ...failed, recipient: 'nessuno@altro.example' },
  },
  'bounce-qmail-text': {
    kind: 'bounce',
    rules: ['bounce-subject', 'machine-sender'],
    bounce: { ...failed, recipient: 'nessuno@altro.example' },
  },
  'calendar-reply': { kind: 'calendar', mayAutoAnswer: false },
  'charset-nobody-knows': { visible: 'qapla', flags: ['charset-unknown'] },
  'complaint-arf': { kind: 'complaint', mayAutoAnswer: false },
  'date-invalid': { date: null, flags: ['date-invalid'] },
  'date-year-99999': { date: null, flags: ['date-invalid'] },
  'delivered-to-a-plus-address': {
    deliveredTo: ['help+t1.abcdef@desk.example', 'Help@desk.example'],
    recipients: ['help+t1.abcdef@desk.example', 'help@desk.example'],
  },
  'file-name-bidi-hides-exe': { files: ['2 fatturacod.exe file'] },
  'file-name-encoded-word-and-path': { files: ['2 _.._xSet-Cookie_a=b.svg file'] },
  'file-name-rfc2231-continued': { files: ['2 Conto giù.pdf file'] },
  'format-flowed': {
    visible: 'Questa riga continua qui.\n\nFrom sta in prima colonna',
    signature: '-- \nZoe',
  },
  'forward-as-attachment-base64': {
    baseSubject: 'codiert',
    files: ['2 mail.eml message', '2/2 fondo.pdf file'],
  },
  'forward-as-attachment-nested-twice': {
    baseSubject: 'catena',
    visible: 'In allegato la catena.',
    files: [
      '2 Perché no_.eml message',
      '2/2 schema.png file',
      '2/3 In fondo.eml message',
      '2/3/2 fondo.pdf file',
    ],
  },
  'forward-gmail-inline': { baseSubject: 'Contratto', quoted: 'none', confidence: 'none' },
  'from-fullwidth-at': { from: null, flags: ['from-rejected'], mayAutoAnswer: false },
  'from-is-a-group': { from: null, flags: ['several-from', 'from-rejected'], mayAutoAnswer: false },
  'from-name-claims-another-address': { from: 'evil@evil.example', fromName: 'Support help@desk.example' },
  'from-quoted-local-part': { from: null, flags: ['from-rejected'], mayAutoAnswer: false },
  'from-two-mailboxes': { from: 'a@uno.example', flags: ['several-from'], mayAutoAnswer: false },
  'gmail-forwarding-confirmation': { kind: 'forwarding-confirmation', mayAutoAnswer: false },
  'inline-picture-not-referenced': { visible: 'prima\ndopo', files: ['2 foto.png file'] },
  'inline-picture-referenced': { visible: 'Guarda', files: ['2 attachment-1.png inline'] },
  'iso-2022-jp': { subject: 'こんにちは', visible: 'こんにちは' },
  'latin1-called-utf8': { visible: 'Città', flags: ['charset-guessed'] },
  'latin1-without-charset': {
    subject: 'Caffè',
    visible: 'Perché il caffè è finito?',
    flags: ['charset-guessed'],
  },
  'mailing-list': { kind: 'list', rules: ['rfc2919'], mayAutoAnswer: false },
  'message-id-without-brackets': { ids: ['nudo@zoe.example'], parents },
  'monitoring-alert': { kind: 'bulk', rules: ['auto-generated'], mayAutoAnswer: false },
  'multipart-boundary-never-used': { visible: 'si legge lo stesso', files: [] },
  'multipart-never-closed': { visible: 'si legge', files: ['2 a.pdf file'] },
  'newsletter-bulk': { kind: 'bulk', mayAutoAnswer: false },
  'no-message-id': { ids: [], flags: ['message-id-missing'] },
  'only-an-attachment': { visible: '', files: ['1 scan.pdf file'] },
  // By its id, of which the database knows.
  'own-mail-coming-back': { kind: 'list', ids: ['t1.m9@desk.example'], mayAutoAnswer: false },
  'pec-receipt-delivered': { kind: 'pec-receipt', mayAutoAnswer: false },
  'pec-transport-envelope': { kind: 'human', files: ['2 postacert.eml message'] },
  'person-asks-about-automatic-reply': { kind: 'human', mayAutoAnswer: true },
  'person-forwards-a-bounce-as-attachment': {
    kind: 'human',
    files: ['2 Undelivered Mail.eml message', '2/2 attachment-2.txt delivery-report'],
  },
  'person-writes-about-a-bounce': { kind: 'human', mayAutoAnswer: true },
  'receipt-deleted-unread': {
    kind: 'receipt',
    receipt: { disposition: 'deleted', originalMessageId: 't1.m1@desk.example' },
  },
  'receipt-displayed': {
    kind: 'receipt',
    receipt: { disposition: 'displayed', originalMessageId: 't1.m1@desk.example' },
  },
  'reply-apple-mail-en': { ...reply, visible: 'Thank you, received.' },
  'reply-gmail-en': { ...reply, baseSubject: 'Invoice 12', visible: 'Please use the new VAT number.' },
  'reply-gmail-es-html-only': { ...reply, visible: 'Todo correcto, gracias.' },
  'reply-gmail-fr-answers-between-lines': { parents, quoted: 'none', confidence: 'low' },
  'reply-gmail-it': { ...reply, visible: 'Buongiorno,\nora la stampante funziona, grazie!\nGiulia' },
  'reply-iphone-fr-mobile-signature': {
    ...reply,
    visible: 'Oui, demain matin.',
    signature: 'Envoyé de mon iPhone',
  },
  'reply-only-a-quote': { visible: '> Avete ricevuto?\n> Saluti', quoted: 'none', confidence: 'low' },
  'reply-outlook-desktop-de': {
    ...reply,
    baseSubject: 'Störung',
    visible: 'Hallo,\n\ndie Störung ist behoben.\n\nViele Grüße\nAnna Becker',
  },
  'reply-outlook-desktop-fr': {
    ...reply,
    baseSubject: 'Panne',
    visible: 'Toujours en panne ce matin.\n\nPaul Martin',
  },
  'reply-outlook-desktop-it': {
    ...reply,
    baseSubject: 'Preventivo',
    visible: 'Buongiorno,\n\nconfermo il preventivo.\n\nCordiali saluti\nMario Rossi',
  },
  'reply-outlook-web-en': { ...reply, visible: 'It works now.' },
  'reply-thunderbird-de': {
    ...reply,
    visible: 'Vielen Dank, erledigt.',
    signature: '-- \nJörg Maier\nMaier GmbH',
  },
  'reply-thunderbird-it-answer-below': { ...reply, visible: 'Dalle 9 alle 18.' },
  'reply-yahoo-en': { ...reply, visible: 'Still waiting for it.' },
  'subject-base64-cut-inside-a-character': { subject: 'Perché no?' },
  'subject-empty': { subject: '', visible: 'senza oggetto' },
  'subject-raw-utf8': { subject: 'Schöne Grüße', fromName: 'Zoë Läufer' },
  'subject-with-encoded-line-break': { subject: 'Ciao Bcc: evil@evil.example' },
  'text-file-attached': { visible: 'il log', files: ['2 log.txt file'] },
  'to-with-names-that-need-care': {
    recipients: [
      'mario@uno.example',
      'team@uno.example',
      'solo@uno.example',
      'eva@uno.example',
      'max@due.example',
    ],
  },
  'two-message-ids-in-one-field': { ids: ['a@zoe.example', 'b@zoe.example'], flags: ['several-message-ids'] },
  'utf7-body': { visible: 'Perché no + sì' },
  'utf8-called-ascii': { visible: 'Già così', flags: ['charset-guessed'] },
  'vacation-exchange-en': { kind: 'auto-reply', mayAutoAnswer: false },
  'vacation-rfc3834': { kind: 'vacation', rules: ['rfc5230'], mayAutoAnswer: false },
  'vacation-without-any-header': { kind: 'vacation', mayAutoAnswer: false },
  'windows1252-called-latin1': { visible: 'Costa 5 € “netti”' },
  'bounce-quoted-address-and-bare-code': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: '5.2.2' },
  },
  'bounce-answer-only-in-the-words': {
    kind: 'bounce',
    rules: ['rfc3464'],
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: '5.7.25' },
  },
  'bounce-dsn-two-recipients-without-a-blank-line': {
    kind: 'bounce',
    bounce: failed,
  },
  'bounce-dsn-answer-broken-and-in-brackets': { kind: 'bounce', bounce: failed },
  'bounce-answer-above-the-list': { kind: 'bounce', bounce: failed },
  'bounce-report-inside-a-report': { kind: 'bounce', bounce: { ...failed, originalMessageId: null } },
  'bounce-names-only-the-local-part': { kind: 'bounce', bounce: failed },
  'bounce-answers-of-sendmail-alone': { kind: 'bounce', bounce: failed },
  'bounce-fields-in-the-text': { kind: 'bounce', bounce: { ...failed, recipient: 'nessuno@altro.example' } },
  'bounce-from-nobody': {
    kind: 'bounce',
    mayAutoAnswer: false,
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: null },
  },
  'bounce-delayed-in-words': {
    kind: 'bounce',
    bounce: {
      ...failed,
      recipient: 'nessuno@altro.example',
      action: 'delayed',
      status: '4.3.0',
      severity: 'soft',
    },
  },
  'bounce-as-a-provider-notice': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example', originalMessageId: null },
  },
  'bounce-reason-above-the-name': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: '5.2.2' },
  },
  'bounce-alias-that-was-expanded': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'n.essuno@interno.example' },
  },
  'bounce-that-names-nobody': {
    kind: 'bounce',
    bounce: { ...failed, recipient: '', status: null, originalMessageId: null },
  },
  'bounce-returned-mail-only-says-for-whom': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: '5.2.2' },
  },
  'bounce-returned-mail-as-a-nameless-file': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example' },
  },
  'bounce-dsn-that-names-nobody': {
    kind: 'bounce',
    bounce: { ...failed, recipient: 'nessuno@altro.example', status: '5.2.2' },
  },
  'person-titled-like-a-bounce': { kind: 'human', mayAutoAnswer: true },
  'complaint-without-report-type': { kind: 'complaint', mayAutoAnswer: false },
  'complaint-by-its-title': { kind: 'complaint', mayAutoAnswer: false },
  'complaint-as-a-provider-notice': { kind: 'complaint', mayAutoAnswer: false },
  'auto-reply-junk-without-list': { kind: 'auto-reply', rules: ['precedence'], mayAutoAnswer: false },
  'auto-generated-answer-without-parent': { kind: 'auto-reply', mayAutoAnswer: false },
  'auto-reply-title-in-brackets': { kind: 'auto-reply', mayAutoAnswer: false },
  'pec-receipt-accepted': { kind: 'pec-receipt', mayAutoAnswer: false },
  'pec-receipt-told-by-its-certificate': { kind: 'pec-receipt', mayAutoAnswer: false },
  'pec-envelope-opened': {
    kind: 'human',
    from: 'eva@pec.example',
    subject: 'Re: Reclamo',
    parents,
    visible: 'Confermo il reclamo.',
    ids: ['pec-envelope-opened@pec.example', 'inner-pec-envelope-opened@pec.example'],
    files: ['2 postacert.eml message', '2/2 prova.pdf file', '3 daticert.xml file'],
    flags: ['pec-envelope'],
  },
  'pec-envelope-with-its-certificate': {
    kind: 'human',
    from: 'eva@pec.example',
    subject: 'Re: Reclamo',
    parents,
    visible: 'Confermo il reclamo.',
    ids: [
      'pec-envelope-with-its-certificate@pec.example',
      'inner-pec-envelope-with-its-certificate@pec.example',
    ],
    files: ['2 postacert.eml message', '2/2 prova.pdf file', '3 daticert.xml file'],
    flags: ['pec-envelope'],
  },
  'pec-envelope-with-another-writer-inside': {
    from: 'posta-certificata@pec.example',
    visible: 'Confermo il reclamo.',
  },
  'winmail-dat-holds-everything': {
    kind: 'human',
    visible: 'In allegato il disegno, è urgente.',
    files: ['1/1 Disegno però.dwg file'],
  },
  'winmail-dat-cut-in-the-middle': { visible: 'vedi allegato', files: ['2/1 DISEGN~1.DWG file'] },
  'uuencoded-file-in-the-text': {
    visible: 'Ecco il listino.\n\n\nbegin to like it',
    files: ['1/1 listino.csv file'],
  },
  'calendar-invite-without-a-word': {
    kind: 'human',
    visible:
      'Riunione, quartier generale\n2026-03-02 09:30 UTC – 2026-03-02 10:30 UTC\nSala blu\neva@cliente.example',
    files: ['1 attachment-1.ics calendar'],
  },
  'smime-signed-in-one-piece': {
    kind: 'human',
    visible: 'Firmato ma leggibile.',
    files: [],
    flags: ['signed'],
  },
  'smime-encrypted': { visible: '', files: ['1 smime.p7m file'], flags: ['encrypted'] },
  'pgp-mime-encrypted': {
    visible: '',
    files: ['1 attachment-1.bin file', '2 encrypted.asc file'],
    flags: ['encrypted'],
  },
  'boundary-of-the-outside-ends-the-inside': {
    visible: 'si legge',
    files: ['2 a.pdf file'],
    flags: ['multipart-unclosed'],
  },
  'boundary-lost-in-the-header': { visible: 'si legge', files: ['2 a.pdf file'] },
  'boundary-glued-to-the-text': { visible: 'fine', files: [] },
  'file-name-with-bytes-of-no-charset': { visible: 'vedi', files: ['2 perché .pdf file'] },
  'koi8-without-charset': {
    subject: 'Заказ и доставка',
    visible: 'Добрый день, заказ ещё не пришёл.',
    flags: ['charset-guessed'],
  },
  'cyrillic-called-latin1': { visible: 'Добрый день, посылка потерялась.', flags: ['charset-guessed'] },
  'utf8-called-latin1': {
    subject: 'Perché',
    visible: 'Perché non è arrivato? Costava 20 €.',
    flags: ['charset-guessed'],
  },
  'header-bytes-of-the-charset-of-the-text': {
    subject: 'Zamówienie nr 7 złożone',
    visible: 'Czy już wysłano?',
  },
  'sent-on-behalf-of-another': { kind: 'human', from: 'ada@studio.example', mayAutoAnswer: true },
  'shift-jis-without-charset': { visible: '注文について質問があります。よろしくお願いします。' },
  'gb2312-holds-gb18030': { subject: '镕基', visible: '您好，镕' },
  'cp850-of-an-old-program': { visible: 'La fattura è già pagata: perché?' },
  'utf16-without-label': { visible: 'Non riesco ad accedere.', flags: ['charset-guessed'] },
  'iso-2022-kr': { visible: '안녕하세요 ' },
  'subject-word-cut-off-before-its-end': { subject: "Problema con l'ordine" },
  'subject-encoded-twice': { subject: 'Perché due volte' },
  'subject-with-a-bare-question-mark': { subject: 'Come va? Tutto bene' },
  'subject-wrapped-without-a-blank': {
    subject: 'Una riga molto lunga che un programma ha mandato a capo senza spazio',
    date: '2026-03-02T09:15:00.000Z',
    visible: 'ciao',
  },
  'from-name-with-a-bare-comma': {
    from: 'eva@cliente.example',
    fromName: 'Neri, Eva',
  },
  'from-without-brackets': { from: 'eva@cliente.example', fromName: 'Eva Neri' },
  'to-without-commas': {
    recipients: ['help@desk.example', 'ugo@due.example', 'uno@due.example', 'tre@due.example'],
  },
  'date-of-a-script': { date: '2026-03-02T09:15:00.000Z' },
  'date-in-italian': { date: '2026-03-02T09:15:00.000Z' },
  'boundary-of-the-header-is-another-one': { visible: 'ciao', files: ['2 a.pdf file'] },
  'boundary-with-blanks-in-the-parameter': { visible: 'ciao', files: ['2 a.pdf file'] },
  'multipart-inside-goes-on-after-the-outside': { visible: 'uno\ndue\ntre', files: [] },
  'first-part-glued-to-the-header-of-its-multipart': { visible: 'Perché?', files: [] },
  'multipart-encoded-as-a-whole': { visible: 'ciao dentro', files: ['2 a.pdf file'] },
  'content-type-without-a-semicolon': { visible: 'Perché?' },
  'no-content-type-but-a-page': { visible: 'Modulo inviato' },
  'text-of-an-unknown-kind': { visible: '# Non **va**', files: [] },
  'text-enriched': { visible: 'Non va, da ieri.\nEva <3 ', files: [] },
  'only-text-called-an-attachment': { visible: 'Non si apre.', files: [] },
  'base64-with-a-note-of-the-list-below': {
    visible: 'Perché non va più? È una domanda lunga abbastanza da stare su due righe.',
    files: [],
  },
  'plain-text-called-base64': { visible: 'Buongiorno, questo testo\nnon lo ha codificato nessuno.' },
  'quoted-printable-that-nobody-declares': {
    visible:
      'Buongiorno, la merce non è ancora arrivata e vorrei sapere quando la spedite, perché il cliente aspetta da due settimane e non vuole più saperne.',
  },
  'transfer-encoding-misspelt': { visible: 'perché', flags: [] },
  'yenc-file-in-the-text': { visible: 'Ecco il file.\nCiao', files: ['1/1 tutti i byte.bin file'] },
  'file-name-percent-without-a-star': { files: ['2 perché.pdf file', '3 naïf.pdf file'] },
  'winmail-dat-with-html-in-rtf-only': { visible: 'La stampante non va più: <E5>, €20 Привет', files: [] },
  'winmail-dat-with-rtf-only': {
    visible: 'Buongiorno,\nla fattura non è arrivata.\nłódź',
    files: ['1/1 message.rtf file'],
  },
  'blank-line-with-a-blank-in-it': { subject: 'Spazio', visible: 'Nota: il testo comincia qui.' },
  'subject-folded-over-a-line-of-blanks': { subject: 'Uno due', visible: 'ciao' },
  'delimiter-right-below-the-header': { subject: 'Senza riga', visible: 'ciao', files: [] },
  'only-rich-text': {
    visible: 'Buongiorno,\nla fattura non è arrivata.\nłódź',
    files: ['1 attachment-1.rtf file'],
  },
  'subject-in-bare-iso-2022-jp': { subject: '注文の件', visible: '届きません。' },
  'uuencoded-part-without-its-begin': { visible: 'ciao', files: ['2 dati.bin file'] },
  'uuencoded-in-base64': { visible: 'Ecco.\nFine', files: ['1/1 dati.bin file'] },
}
