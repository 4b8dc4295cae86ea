/** What each mail of tests/fixtures/mail/forwarded passes on; null: it passes on nothing. */
export type ExpectedForward = {
  from: string
  subject: string
  date: string | null
  to: string[]
  cc?: string[]
  body: string
  note: string
  confidence: 'high' | 'medium' | 'low'
  inner?: string
}

const ugo = 'Ugo Neri <ugo@desk.example>'
/** The printed date has no zone. */
const nine = '2026-03-02T09:12:00.000Z'
/** Central European time. */
const nineCet = '2026-03-02T08:12:00.000Z'
const high = { confidence: 'high' } as const

export const forwards: Readonly<Record<string, ExpectedForward | null>> = {
  'a-journey-is-no-forward': null,
  'address-in-brackets-of-every-kind': {
    ...high,
    from: 'Large, Eva <eva@client.example>',
    subject: 'Printer',
    date: nine,
    to: [ugo, 'Help <help@desk.example>'],
    cc: ['Small, Ida <ida@client.example>', 'Max <max@client.example>'],
    body: 'The printer is dead.',
    note: '',
  },
  'apple-mail-nl': {
    ...high,
    from: 'Eva Groot <eva@klant.example>',
    subject: 'Printer',
    date: nineCet,
    to: ['<ugo@desk.example>'],
    body: 'De printer doet het niet.\nEva',
    note: 'Kun jij dit doen?',
  },
  'danish-vs-is-a-forward': {
    ...high,
    from: 'Eva Stor <eva@kunde.example>',
    subject: 'Printer',
    date: nine,
    to: [ugo],
    body: 'Printeren virker ikke.',
    note: '',
  },
  'finnish-vs-is-a-reply': null,
  'gmail-answers-nothing-although-it-has-references': {
    ...high,
    from: 'Eva Large <eva@client.example>',
    subject: 'Printer',
    date: nine,
    to: ['<ugo@desk.example>'],
    body: 'The printer is dead.',
    note: '',
  },
  'gmail-html-de': {
    ...high,
    from: 'Eva Groß <eva@kunde.example>',
    subject: 'Drucker',
    date: nine,
    to: [ugo],
    body: 'Der Drucker im zweiten Stock druckt nicht.\n\nKönnen Sie vorbeikommen?\nEva Groß',
    note: 'Bitte übernehmen.',
  },
  'mailru-ru': {
    ...high,
    from: 'Ева Большая <eva@client.example>',
    subject: 'Принтер',
    date: '2026-03-02T06:12:00.000Z',
    to: ['<ugo@desk.example>'],
    body: 'Принтер не работает.',
    note: 'Возьмите, пожалуйста.',
  },
  'nested-inline': {
    ...high,
    from: 'Ida Small <ida@client.example>',
    subject: 'Fwd: Printer',
    date: '2026-03-02T10:00:00.000Z',
    to: ['<ugo@desk.example>'],
    body: 'Not mine either.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: Ida Small <ida@client.example>\n\n\nThe printer is dead.',
    note: 'For you.',
    inner: 'Eva Large <eva@client.example>',
  },
  'outlook-desktop-html-it': {
    ...high,
    from: 'Eva Grossi <eva@cliente.example>',
    subject: 'Stampante',
    date: nine,
    to: [ugo],
    cc: ['Ida Sala <ida@cliente.example>'],
    body: 'La stampante non va.',
    note: 'Puoi pensarci tu?',
  },
  'outlook-mac-attribution-cs': {
    confidence: 'medium',
    from: 'Eva Velká <eva@klient.example>',
    subject: 'Tiskárna',
    date: nine,
    to: [],
    body: 'Tiskárna nefunguje.\nEva',
    note: 'Prosím převzít.',
  },
  'outlook-mac-block-es': {
    ...high,
    from: 'Eva Grande <eva@cliente.example>',
    subject: 'Impresora',
    date: nine,
    to: ['<ugo@desk.example>'],
    cc: ['Ida Sanz <ida@cliente.example>'],
    body: 'La impresora no funciona.',
    note: '¿Te ocupas?',
  },
  'outlook-web-html-fr': {
    ...high,
    from: 'Eva Grand <eva@client.example>',
    subject: 'Imprimante',
    date: nine,
    to: [ugo],
    body: "L'imprimante est en panne.",
    note: 'À toi.',
  },
  'phone-en': {
    ...high,
    from: 'Eva Large <eva@client.example>',
    subject: 'Printer',
    // The second of March or the third of February: it is not said.
    date: null,
    to: [ugo],
    body: 'The printer is dead.',
    note: 'Sent from my Galaxy',
  },
  'reply-that-quotes-a-forward': null,
  // Nobody is pieced together from what is no address.
  'sender-is-no-address': {
    confidence: 'low',
    from: '',
    subject: 'Printer',
    date: nine,
    to: ['<ugo@desk.example>'],
    body: 'The printer is dead.',
    note: '',
  },
  'subject-taken-away': {
    confidence: 'medium',
    from: 'Eva Groß <eva@kunde.example>',
    subject: 'Drucker',
    date: nine,
    to: [ugo],
    body: 'Der Drucker druckt nicht.',
    note: '',
  },
  'thunderbird-pl': {
    ...high,
    from: 'Ewa Duża <ewa@klient.example>',
    subject: 'Drukarka',
    date: nineCet,
    to: [ugo],
    body: 'Drukarka nie działa.',
    note: 'Proszę o przejęcie.',
  },
  'webmail-ja': {
    ...high,
    from: 'Eva Oki <eva@kyaku.example>',
    subject: 'プリンター',
    date: '2026-03-02T00:12:00.000Z',
    to: ['<ugo@desk.example>'],
    body: 'プリンターが動きません。',
    note: '対応をお願いします。',
  },
  'webmail-zh': {
    ...high,
    from: 'Eva Da <eva@kehu.example>',
    subject: '打印机',
    date: nine,
    to: ['<ugo@desk.example>'],
    body: '打印机坏了。',
    note: '请处理。',
  },
  'words-of-no-table': {
    ...high,
    from: 'Eva Guru <eva@mutengi.example>',
    subject: 'Purinda',
    date: null,
    to: ['<ugo@desk.example>'],
    body: 'Purinda haisi kushanda.',
    note: 'Please take this.',
  },
  'yahoo-one-line-pt': {
    ...high,
    from: 'Eva Grande <eva@cliente.example>',
    subject: 'Impressora',
    date: nineCet,
    to: ['<ugo@desk.example>'],
    cc: ['Ida Sá <ida@cliente.example>'],
    body: 'A impressora não funciona.',
    note: '',
  },
}
