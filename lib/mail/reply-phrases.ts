/**
 * How mail clients of several languages introduce what they quote. All lower-case. Adding a language is
 * adding a row; nothing in reply-text.ts knows a language.
 */
export type Attribution = {
  /** How the line begins; '' for "Name <a@b> wrote:". */
  readonly starts: readonly string[]
  /** Verb that must follow. */
  readonly verbs: readonly string[]
}

export const attributions: readonly Attribution[] = [
  { starts: ['on ', 'at '], verbs: ['wrote:', 'wrote :', 'said:', 'writes:', 'wrote'] },
  {
    starts: ['il ', 'in data ', 'nel giorno ', 'alle '],
    verbs: ['ha scritto:', 'ha scritto', 'scrive:', 'scriveva:'],
  },
  {
    starts: ['le ', 'en date du '],
    verbs: ['a écrit :', 'a écrit:', 'a écrit', 'écrit :', 'écrivait', 'a ecrit'],
  },
  { starts: ['am ', 'an ', 'on '], verbs: ['schrieb', 'schrieben', 'hat geschrieben', 'geschrieben:'] },
  { starts: ['el ', 'en '], verbs: ['escribió', 'escribio', 'ha escrito'] },
  { starts: ['em ', 'a '], verbs: ['escreveu', 'escreveu:'] },
  { starts: ['op '], verbs: ['schreef', 'heeft geschreven'] },
  { starts: ['den ', 'på ', 'd. '], verbs: ['skrev', 'skrev:'] },
  {
    starts: ['dnia ', 'w dniu ', 'pon', 'wt', 'śr', 'czw', 'pt', 'sob', 'niedz'],
    verbs: ['napisał', 'pisze:'],
  },
  { starts: ['dne ', 'v '], verbs: ['napsal'] },
]

/** Verbs of "Name <a@b> wrote:" and "Name schrieb am ...:". */
export const attributionVerbs: readonly string[] = [
  'wrote:',
  'wrote :',
  'writes:',
  'ha scritto:',
  'scrive:',
  'a écrit :',
  'a écrit:',
  'schrieb am',
  'schrieb:',
  'escribió:',
  'escreveu:',
  'schreef:',
]

/** "-----Original Message-----" without its dashes. */
export const originalMessageMarks: readonly string[] = [
  'original message',
  'original appointment',
  'reply message',
  'messaggio originale',
  'appuntamento originale',
  "message d'origine",
  'message d’origine',
  'message original',
  "rendez-vous d'origine",
  'ursprüngliche nachricht',
  'originalnachricht',
  'original-nachricht',
  'ursprünglicher termin',
  'mensaje original',
  'mensagem original',
  'oorspronkelijk bericht',
  'oprindelig meddelelse',
  'ursprungligt meddelande',
  'originalmeddelande',
  'wiadomość oryginalna',
  'původní zpráva',
]

/** A forwarded mail is what the writer wants read: it is never cut as a quote. */
export const forwardedMarks: readonly string[] = [
  'forwarded message',
  'forwarded by',
  'begin forwarded message',
  'messaggio inoltrato',
  'inizio messaggio inoltrato',
  'message transféré',
  'message transmis',
  'début du message transféré',
  'début du message réexpédié',
  'message réexpédié',
  'weitergeleitete nachricht',
  'anfang der weitergeleiteten nachricht',
  'mensaje reenviado',
  'inicio del mensaje reenviado',
  'mensagem encaminhada',
  'doorgestuurd bericht',
]

/** Field names of the header block Outlook and others put above what they quote. */
export const headerLabels: Readonly<Record<'from' | 'sent' | 'to' | 'subject', readonly string[]>> = {
  from: [
    'from',
    'da',
    'de',
    'von',
    'van',
    'fra',
    'från',
    'od',
    'lähettäjä',
    'expéditeur',
    'mittente',
    'absender',
  ],
  sent: [
    'sent',
    'date',
    'inviato',
    'data',
    'inviata',
    'envoyé',
    'envoyée',
    'gesendet',
    'datum',
    'enviado',
    'enviada',
    'enviado el',
    'fecha',
    'verzonden',
    'sendt',
    'skickat',
    'wysłano',
    'odesláno',
  ],
  to: [
    'to',
    'a',
    'à',
    'an',
    'para',
    'aan',
    'til',
    'till',
    'do',
    'komu',
    'destinatario',
    'destinataire',
    'empfänger',
    'pour',
  ],
  subject: [
    'subject',
    'oggetto',
    'objet',
    'betreff',
    'asunto',
    'assunto',
    'onderwerp',
    'emne',
    'ämne',
    'temat',
    'předmět',
  ],
}

/** Lines phones and apps put under a mail; compared with the start of the line. */
export const mobileSignatures: readonly string[] = [
  'sent from my ',
  'sent from mail for windows',
  'sent from outlook',
  'sent from yahoo mail',
  'sent from proton',
  'sent via ',
  'sent with ',
  'get outlook for ',
  'inviato da iphone',
  'inviato da ipad',
  'inviato dal mio ',
  'inviato da posta per windows',
  'inviato da outlook',
  'inviato da yahoo mail',
  'inviato da smartphone',
  'inviato dal cellulare',
  'ottieni outlook per ',
  'scarica outlook per ',
  'envoyé de mon ',
  'envoyé depuis mon ',
  'envoyé depuis ',
  'envoyé à partir de ',
  'envoyé du ',
  'télécharger outlook pour ',
  'obtenir outlook pour ',
  'von meinem ',
  'gesendet von ',
  'gesendet mit ',
  'holen sie sich outlook für ',
  'outlook für ios beziehen',
  'outlook für android beziehen',
  'diese nachricht wurde von meinem ',
  'enviado desde mi ',
  'enviado desde ',
  'obtener outlook para ',
  'enviado do meu ',
  'verzonden vanaf mijn ',
]
