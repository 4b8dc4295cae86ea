import { alarmPlace } from './alarm-place'
import type { DueNotice } from './types'

export interface AlarmText {
  subject: string
  body: string
}

interface About {
  notices: readonly Pick<DueNotice, 'kind' | 'name' | 'word' | 'since' | 'clearedAt'>[]
  tenant: { slug: string; name: string }
  baseUrl: string
}

/**
 * What administrators are told of what broke, in plain words: what it is, since when, and what helps. Nothing of what
 * customers wrote, and no word of a mail server, is in it.
 */
export function alarmText(locale: string, { notices, tenant, baseUrl }: About): AlarmText {
  const words = wordsOf(locale)
  const lines = notices.map((notice) => lineOf(words, locale, notice))
  const [first] = lines
  const isOver = notices.every((notice) => notice.clearedAt !== null)
  const several = isOver ? words.severalOver : words.several
  const subject = lines.length === 1 && first ? first.title : several(lines.length)
  const place = alarmPlace(notices.map(({ kind }) => kind))
  return {
    subject: `${subject} – ${tenant.name}`,
    body: [
      ...lines.map(({ title, details }) => [title, ...details].join('\n')),
      `${words.look}\n${new URL(`/t/${tenant.slug}/${place}`, baseUrl)}`,
      words.why(tenant.name),
    ].join('\n\n'),
  }
}

type Group =
  | 'away'
  | 'password'
  | 'smtpAuth'
  | 'consent'
  | 'certificate'
  | 'encryption'
  | 'folder'
  | 'sender'
  | 'installation'
  | 'settings'

/** A mailbox's states and a channel's troubles, by what helps. */
const groups: Record<string, Group> = {
  unreachable: 'away',
  'server-ill': 'away',
  'protocol-broken': 'away',
  throttled: 'away',
  server_unavailable: 'away',
  'password-refused': 'password',
  'login-required': 'password',
  'login-unsupported': 'password',
  password_refused: 'password',
  smtp_auth_disabled: 'smtpAuth',
  app_password_needed: 'password',
  key_refused: 'password',
  'consent-revoked': 'consent',
  consent_revoked: 'consent',
  'not-connected': 'consent',
  'certificate-refused': 'certificate',
  certificate: 'certificate',
  'encryption-refused': 'encryption',
  'encryption-forbidden': 'encryption',
  encryption_missing: 'encryption',
  encryption_forbidden: 'encryption',
  moved: 'folder',
  'folder-missing': 'folder',
  domain_unverified: 'sender',
  sender_refused: 'sender',
  misconfigured: 'installation',
}

interface Words {
  mailbox: (name: string) => string
  channel: (name: string) => string
  silent: (name: string) => string
  flood: (name: string) => string
  storage: string
  storageUnavailable: string
  backlog: string
  announced: string
  mailLost: string
  over: (title: string) => string
  several: (count: number) => string
  severalOver: (count: number) => string
  since: (time: string) => string
  remedies: Record<Group, string>
  silentRemedy: string
  floodRemedy: string
  storageRemedy: string
  storageUnavailableRemedy: string
  backlogRemedy: string
  announcedRemedy: string
  mailLostRemedy: string
  look: string
  why: (tenant: string) => string
}

function lineOf(words: Words, locale: string, notice: About['notices'][number]) {
  const title = titleOf(words, notice)
  if (notice.clearedAt) return { title: words.over(title), details: [] }
  return { title, details: [words.since(timeIn(locale, notice.since)), remedyOf(words, notice)] }
}

function titleOf(words: Words, { kind, name, word }: About['notices'][number]): string {
  if (word === 'storage-unavailable') return words.storageUnavailable
  if (word === 'mail-lost') return words.mailLost
  if (kind === 'storage' || kind === 'backlog' || kind === 'announced') return words[kind]
  return words[kind](name)
}

function remedyOf(words: Words, { kind, word }: About['notices'][number]): string {
  if (kind === 'silent') return words.silentRemedy
  if (kind === 'flood') return words.floodRemedy
  if (kind === 'announced') return word === 'mail-lost' ? words.mailLostRemedy : words.announcedRemedy
  if (word === 'storage-unavailable') return words.storageUnavailableRemedy
  if (kind === 'storage' || word === 'storage-full') return words.storageRemedy
  if (kind === 'backlog') return words.backlogRemedy
  return words.remedies[groups[word] ?? 'settings']
}

const timeIn = (locale: string, at: Date): string =>
  `${new Intl.DateTimeFormat(locale.slice(0, 2), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`

function wordsOf(locale: string): Words {
  switch (locale.slice(0, 2)) {
    case 'it':
      return italian
    case 'fr':
      return french
    default:
      return english
  }
}

const english: Words = {
  mailbox: (name) => `No mail comes from the mailbox “${name}”`,
  channel: (name) => `No mail leaves by “${name}”`,
  silent: (name) => `Unusually long without mail: “${name}”`,
  flood: (name) => `Very much mail from ${name}: some of it waits`,
  storageUnavailable: 'Mail cannot be stored at this moment',
  storage: 'The storage is full: no new mail is taken',
  backlog: 'Mail that arrived is not being read',
  announced: 'Announced mail cannot be fetched',
  mailLost: 'Announced mail never came',
  over: (title) => `Solved: ${title}`,
  several: (count) => `${count} things need your attention`,
  severalOver: (count) => `${count} troubles are solved`,
  since: (time) => `Since ${time}.`,
  remedies: {
    away: 'The mail server does not answer as it should. Nothing is lost: we keep trying. If it lasts, ask whoever runs it.',
    password: 'The mail server refuses the sign-in. Enter the password again, or an app password.',
    smtpAuth:
      'Microsoft has SMTP AUTH switched off for this mailbox. Switch on Authenticated SMTP in the Exchange admin centre, then test the way out: what waits leaves by itself.',
    consent: 'The permission to use this mailbox has ended. Connect it again.',
    certificate:
      'The certificate of the mail server is not valid. Its owner must renew it, or you confirm this one.',
    encryption: 'The mail server does not offer the encryption that is set. Check the settings.',
    folder: 'The folder, or the mailbox behind the name, is another one than before. Check the settings.',
    sender: 'The sender’s address or domain is not accepted. Check it with your provider.',
    installation:
      'This system cannot open its own entry for the mailbox. Nothing is lost: mail waits at the server. Whoever runs the system finds the reason in its log.',
    settings: 'Something in the settings is missing or wrong.',
  },
  silentRemedy: 'Mail usually comes more often. Check whether the forwarding or the mailbox still works.',
  floodRemedy:
    'One sender opens only so many tickets an hour. The rest is kept in quarantine and becomes tickets by itself, oldest first. If a program runs wild there, ask who looks after it; what must not wait can be made a ticket in quarantine.',
  storageRemedy: 'Senders keep their mail and try again. Delete what is not needed, or ask for more room.',
  storageUnavailableRemedy:
    'Nothing is lost: senders and mailboxes keep their mail and we take it when there is room again. Whoever runs this system should look at it.',
  backlogRemedy: 'It is kept safely and will become tickets. Whoever runs this system should look at it.',
  announcedRemedy:
    'The provider announced mail and does not hand it over. We keep trying for a day. Whoever runs this system should check the key for the provider.',
  mailLostRemedy:
    'We tried for a day and gave up. It may still lie at the provider: whoever runs this system should look there.',
  look: 'Details and remedies:',
  why: (tenant) =>
    `You get this because you administer ${tenant}. We write when it is solved, and once a day until then.`,
}

const italian: Words = {
  mailbox: (name) => `Dalla casella «${name}» non arriva posta`,
  channel: (name) => `Da «${name}» non parte posta`,
  silent: (name) => `Da troppo tempo nessun messaggio: «${name}»`,
  flood: (name) => `Moltissimi messaggi da ${name}: una parte attende`,
  storageUnavailable: 'In questo momento la posta non può essere salvata',
  storage: 'Lo spazio è esaurito: non accettiamo nuova posta',
  backlog: 'La posta arrivata non viene elaborata',
  announced: 'Posta annunciata non può essere scaricata',
  mailLost: 'Posta annunciata non è mai arrivata',
  over: (title) => `Risolto: ${title}`,
  several: (count) => `${count} problemi richiedono la tua attenzione`,
  severalOver: (count) => `${count} problemi sono risolti`,
  since: (time) => `Dal ${time}.`,
  remedies: {
    away: 'Il server di posta non risponde come dovrebbe. Nulla va perso: continuiamo a provare. Se il problema dura, chiedi a chi lo gestisce.',
    password:
      'Il server di posta rifiuta l’accesso. Inserisci di nuovo la password, oppure una password per le app.',
    smtpAuth:
      'Microsoft ha disattivato SMTP AUTH per questa casella. Attiva SMTP autenticato nell’interfaccia di amministrazione di Exchange, poi prova la via d’uscita: ciò che attende parte da solo.',
    consent: 'L’autorizzazione a usare questa casella non è più valida. Collegala di nuovo.',
    certificate:
      'Il certificato del server di posta non è valido. Chi lo gestisce deve rinnovarlo, oppure puoi confermare quello attuale.',
    encryption: 'Il server di posta non offre la cifratura impostata. Controlla le impostazioni.',
    folder: 'La cartella, o la casella dietro al nome, non è più quella di prima. Controlla le impostazioni.',
    sender: 'L’indirizzo o il dominio del mittente non è accettato. Verificalo con il tuo fornitore.',
    installation:
      'Il sistema non riesce ad aprire i propri dati di questa casella. Nulla va perso: la posta aspetta sul server. Chi gestisce il sistema trova il motivo nel suo registro.',
    settings: 'Nelle impostazioni manca qualcosa o c’è un errore.',
  },
  silentRemedy:
    'Di solito la posta arriva più spesso. Controlla che l’inoltro o la casella funzionino ancora.',
  floodRemedy:
    'Un mittente apre solo un certo numero di ticket all’ora. Il resto è conservato in quarantena e diventa ticket da solo, a partire dal più vecchio. Se è un programma fuori controllo, avvisa chi lo gestisce; per ciò che non può attendere, in quarantena c’è «Crea un ticket».',
  storageRemedy:
    'I mittenti conservano i messaggi e riprovano. Elimina ciò che non serve o chiedi più spazio.',
  storageUnavailableRemedy:
    'Nulla va perso: mittenti e caselle conservano i messaggi, e li prendiamo quando c’è di nuovo spazio. Chi gestisce il sistema dovrebbe controllare.',
  backlogRemedy: 'È conservata al sicuro e diventerà ticket. Chi gestisce il sistema dovrebbe controllare.',
  announcedRemedy:
    'Il fornitore ha annunciato messaggi e non li consegna. Continuiamo a provare per un giorno. Chi gestisce il sistema dovrebbe controllare la chiave del fornitore.',
  mailLostRemedy:
    'Abbiamo provato per un giorno e poi smesso. Potrebbe essere ancora presso il fornitore: chi gestisce il sistema dovrebbe cercarla lì.',
  look: 'Dettagli e rimedi:',
  why: (tenant) =>
    `Ricevi questo messaggio perché amministri ${tenant}. Scriviamo quando è risolto e, fino ad allora, una volta al giorno.`,
}

const french: Words = {
  mailbox: (name) => `Aucun message n’arrive de la boîte « ${name} »`,
  channel: (name) => `Aucun message ne part par « ${name} »`,
  silent: (name) => `Aucun message depuis inhabituellement longtemps : « ${name} »`,
  flood: (name) => `Très nombreux messages de ${name} : une partie attend`,
  storageUnavailable: 'Les messages ne peuvent pas être enregistrés en ce moment',
  storage: 'L’espace est plein : aucun nouveau message n’est accepté',
  backlog: 'Les messages arrivés ne sont pas traités',
  announced: 'Des messages annoncés ne peuvent pas être récupérés',
  mailLost: 'Des messages annoncés ne sont jamais arrivés',
  over: (title) => `Résolu : ${title}`,
  several: (count) => `${count} problèmes demandent votre attention`,
  severalOver: (count) => `${count} problèmes sont résolus`,
  since: (time) => `Depuis le ${time}.`,
  remedies: {
    away: 'Le serveur de messagerie ne répond pas comme il devrait. Rien n’est perdu : nous continuons d’essayer. Si cela dure, adressez-vous à la personne qui le gère.',
    password:
      'Le serveur de messagerie refuse la connexion. Saisissez de nouveau le mot de passe, ou un mot de passe d’application.',
    smtpAuth:
      'Microsoft a désactivé SMTP AUTH pour cette boîte. Activez SMTP authentifié dans le centre d’administration Exchange, puis testez la voie d’envoi : ce qui attend part de lui-même.',
    consent: 'L’autorisation d’utiliser cette boîte a pris fin. Connectez-la de nouveau.',
    certificate:
      'Le certificat du serveur de messagerie n’est pas valide. La personne qui le gère doit le renouveler, ou vous pouvez confirmer celui-ci.',
    encryption: 'Le serveur de messagerie n’offre pas le chiffrement demandé. Vérifiez les réglages.',
    folder: 'Le dossier, ou la boîte derrière ce nom, n’est plus le même. Vérifiez les réglages.',
    sender:
      'L’adresse ou le domaine de l’expéditeur n’est pas accepté. Vérifiez auprès de votre fournisseur.',
    installation:
      'Le système ne parvient pas à ouvrir ses propres données de cette boîte. Rien n’est perdu : le courrier attend sur le serveur. La personne qui gère le système en trouve la raison dans son journal.',
    settings: 'Il manque quelque chose dans les réglages, ou il y a une erreur.',
  },
  silentRemedy:
    'D’ordinaire, les messages arrivent plus souvent. Vérifiez que le transfert ou la boîte fonctionne encore.',
  floodRemedy:
    'Un expéditeur n’ouvre qu’un certain nombre de tickets par heure. Le reste est conservé en quarantaine et devient des tickets de lui-même, en commençant par le plus ancien. Si c’est un programme qui s’emballe, prévenez la personne qui le gère ; pour ce qui ne peut pas attendre, la quarantaine propose « Créer un ticket ».',
  storageRemedy:
    'Les expéditeurs gardent leurs messages et réessaient. Supprimez ce qui est inutile ou demandez plus d’espace.',
  storageUnavailableRemedy:
    'Rien n’est perdu : expéditeurs et boîtes gardent leurs messages, et nous les prendrons dès qu’il y aura de nouveau de la place. La personne qui gère ce système devrait y regarder.',
  backlogRemedy:
    'Ils sont conservés en sûreté et deviendront des tickets. La personne qui gère ce système devrait y regarder.',
  announcedRemedy:
    'Le fournisseur a annoncé des messages et ne les remet pas. Nous essayons pendant un jour. La personne qui gère ce système devrait vérifier la clé du fournisseur.',
  mailLostRemedy:
    'Nous avons essayé pendant un jour, puis renoncé. Ils sont peut-être encore chez le fournisseur : la personne qui gère ce système devrait les y chercher.',
  look: 'Détails et remèdes :',
  why: (tenant) =>
    `Vous recevez ce message parce que vous administrez ${tenant}. Nous écrivons quand c’est résolu et, d’ici là, une fois par jour.`,
}
