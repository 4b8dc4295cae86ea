/** How each mail of tests/fixtures/mail/replies is divided. */
export type ExpectedReply = {
  visible: string
  confidence: 'high' | 'low' | 'none'
  rule: string
  signature?: string
}

const high = (visible: string, rule: string): ExpectedReply => ({ visible, confidence: 'high', rule })

export const replies: Readonly<Record<string, ExpectedReply>> = {
  'a-customer-lists-with-arrows': {
    visible: 'Il programma scrive:\n\n> errore 12\n> riga 40\n\nCosa devo fare?\nEva',
    confidence: 'low',
    rule: 'interleaved',
  },
  'a-customer-tells-what-was-said': {
    visible: 'On page 3 the manual wrote:\npress the button for 10 seconds.\n\nIt does not help.',
    confidence: 'none',
    rule: 'no-quote',
  },
  'a-customer-writes-labels': {
    visible: 'Vorrei cambiare il volo:\n\nDa: Roma\nA: Milano\nData: 12 marzo 2026\n\nGrazie, Eva',
    confidence: 'none',
    rule: 'no-quote',
  },
  'answers-between-the-lines-html': {
    visible:
      'Ecco le risposte.\n\nIl 02/03/2026 09:12, Assistenza ha scritto:\n\n> Quanti pezzi?\n>\nDodici.\n\n> Per quando?\n>\nVenerdì.',
    confidence: 'low',
    rule: 'interleaved',
  },
  'apple-mail-html-es': high('Todo correcto.', 'cite'),
  'gmail-html-it': high('Va bene così.\n\nEva', 'gmail-quote'),
  'gmail-quote-button-is-the-writers': {
    visible: 'Il manuale dice così:\n\n> Premere due volte.\n\nMa non succede niente.',
    confidence: 'low',
    rule: 'interleaved',
  },
  'gmx-html-de': high('Geht.', 'gmx-quote'),
  'mail-ru-html-ru': high('Работает.', 'cite'),
  'mailman-footer': {
    visible: 'Danke, geht.\n\nEva',
    confidence: 'none',
    rule: 'no-quote',
    signature:
      '_______________________________________________\nnutzer mailing list\nnutzer@liste.example\nhttps://liste.example/nutzer',
  },
  'only-a-quote-with-its-introduction': { visible: '', confidence: 'low', rule: 'only-attribution' },
  'outlook-desktop-html-de-quoted-printable': high('Die Störung ist behoben.', 'outlook-desktop'),
  'outlook-new-html-en': high('It works now.', 'outlook-new'),
  'outlook-phone-html-ja': high('動きました。', 'outlook-web'),
  'outlook-web-html-fr': high('Toujours en panne.', 'outlook-web'),
  'proton-html-en': high('Fine, thanks.', 'proton-quote'),
  'qq-html-zh': high('可以了。', 'original-message'),
  'roundcube-html-cs': high('Už to jde.', 'cite'),
  'spark-html-en': high('All good.', 'spark'),
  'thunderbird-html-nl': high('Het werkt weer.', 'cite'),
  'thunderbird-html-pl-answer-below': high('Tak, działa.', 'cite'),
  'tutanota-html-de': high('Alles gut.', 'cite'),
  'yahoo-html-pt': high('Está tudo bem.', 'yahoo-quote'),
  'zimbra-html-sv': high('Det fungerar.', 'zimbra'),
}
