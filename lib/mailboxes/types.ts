/**
 * How it stands with a mailbox, as a word; the screens have a remedy for each. Everything that goes wrong before a
 * server of the right kind has greeted us is `unreachable`: telling refused from filtered would let a tenant scan
 * networks.
 */
export const mailboxStates = [
  'new',
  'well',
  'unreachable',
  'server-ill',
  'throttled',
  'encryption-refused',
  'encryption-forbidden',
  'certificate-refused',
  'password-refused',
  'consent-revoked',
  'login-required',
  'login-unsupported',
  'not-connected',
  'moved',
  'folder-missing',
  'protocol-broken',
  'storage-full',
  'misconfigured',
] as const

export type MailboxStateWord = (typeof mailboxStates)[number]

/** Trouble is every state but the first two. */
export type MailboxTroubleWord = Exclude<MailboxStateWord, 'new' | 'well'>

export interface MailboxTarget {
  host: string
  port: number
  encryption: 'tls' | 'starttls' | 'none'
  isCertificateChecked: boolean
  /** SHA-256, hex without colons. */
  pinnedFingerprint: string | null
}

export type MailboxLogin =
  | { kind: 'password'; username: string; password: string; sharedMailbox: string }
  | { kind: 'oauth'; username: string; accessToken: string; sharedMailbox: string }
  | { kind: 'none'; username: string }

/** The port of a mailbox. Every method throws AppError `mailbox_trouble` with `details.state`, a MailboxTroubleWord. */
export interface MailSource {
  connect(
    target: MailboxTarget,
    login: MailboxLogin,
    limits?: { connectTimeoutMs?: number },
  ): Promise<MailSession>
}

/** A UIDVALIDITY has 32 bits; numberings that we make up ourselves begin here. */
export const firstOwnNumbering = 2n ** 32n

export interface OpenedFolder {
  /** Beyond 32 bits when the server tells none: made up for this session, since its UIDs hold for no longer. */
  uidValidity: bigint
  uidNext: number
  exists: number
}

/** What is known of a mail without its body. */
export interface MailHead {
  uid: number
  sizeBytes: number
  internalDate: Date | null
  /** Without angle brackets; '' when there is none. */
  messageId: string
  /** From In-Reply-To and References. */
  parentIds: string[]
  /** The Date header. */
  sentAt: Date | null
  from: { name: string; address: string } | null
  subject: string
  /** Addresses in Reply-To, and in To and Cc: empty unless they were asked for. */
  replyTo: string[]
  recipients: string[]
}

/** A mail to put elsewhere. */
export interface MailInFolder extends Pick<MailHead, 'uid' | 'messageId' | 'sizeBytes' | 'internalDate'> {
  /** So many copies of such a mail lie there rightly: they are of others. */
  movedAlike: number
}

export interface ServerFolder {
  path: string
  /** In the words of RFC 6154: \Sent, \Trash … */
  specialUse: string | null
}

/** One connection, signed in. Reads without leaving a trace: folders are examined, bodies are peeked at. */
export interface MailSession {
  readonly canIdle: boolean
  readonly canMove: boolean
  listFolders(): Promise<ServerFolder[]>
  /** Null when there is no such folder. */
  openFolder(path: string, mode: 'read' | 'write'): Promise<OpenedFolder | null>
  /** All UIDs from this one on, rising. */
  listUids(from: number): Promise<number[]>
  /** The lowest UID whose mail the server received on that day (UTC) or later; null when there is none. */
  findFirstUidSince(day: Date): Promise<number | null>
  /** Mails that are gone are missing in the answer. */
  readHeads(uids: readonly number[], ask?: { withRecipients?: boolean }): Promise<MailHead[]>
  /** Exactly the bytes; null when the mail is gone. @throws AppError `too_large` */
  download(uid: number, maxBytes: number): Promise<Uint8Array | null>
  /** Is there a mail of this Message-ID in the open folder? */
  hasMail(messageId: string): Promise<boolean>
  /** Puts a mail into a folder, read, as received at that time. */
  appendMail(path: string, mail: { bytes: Uint8Array; at: Date }): Promise<void>
  /** Creates the folder where it is missing. */
  ensureFolder(path: string): Promise<void>
  /** Of these, the ones that left the open folder. */
  moveMails(mails: readonly MailInFolder[], folder: string): Promise<number[]>
  /** Resolves when the server tells of a change, after `maxMs`, or when `signal` fires. */
  waitForChange(maxMs: number, signal: AbortSignal): Promise<void>
  readonly isOpen: boolean
  /** We closed it: what fails then is no fault of the server. */
  readonly isLeft: boolean
  close(): Promise<void>
}

/** What came of a mail that was seen in a mailbox. */
export type SeenOutcome =
  | 'discovered'
  /** It has a raw_mail. */
  | 'kept'
  | 'before-cut-off'
  /** Gone before it was fetched, or even before it was seen: then only its number tells that it was there. */
  | 'gone'
  /** The same mail under another number: the server renumbered the folder. */
  | 'renumbered'
  /** In the Sent folder: of no ticket of ours. */
  | 'unrelated'
  /** In the Sent folder: we sent it. */
  | 'own-mail'

/** The settings of a mailbox that a worker holds, with the right to write about it. */
export interface LeasedMailbox {
  tenantId: string
  mailboxId: string
  leaseToken: number
  name: string
  address: string
  target: MailboxTarget
  auth: 'password' | 'oauth' | 'none'
  username: string
  sharedMailbox: string
  credentialId: string | null
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
  cutOffAt: Date
  epoch: number
  version: number
  refusals: number
  failures: number
  lastMailAt: Date | null
}

/** What a test of the connection found. Before a greeting only one word is told, after the same time. */
export interface MailboxTestResult {
  state: MailboxStateWord
  /** Of a certificate that was refused: to be pinned. */
  fingerprint: string | null
  folders: string[]
  /** Mails in the folder at this moment. */
  mailCount: number | null
  sentFolder: string | null
  canListen: boolean
  canMove: boolean
}
