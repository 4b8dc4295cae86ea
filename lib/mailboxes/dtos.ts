import type { MailboxStateWord, MailboxTestResult } from './types'

/** A mailbox as a screen shows it: never a password. */
export interface MailboxDto {
  id: string
  name: string
  address: string
  provider: 'google' | 'microsoft' | 'other'
  host: string
  port: number
  encryption: 'tls' | 'starttls' | 'none'
  isCertificateChecked: boolean
  pinnedFingerprint: string | null
  auth: 'password' | 'oauth' | 'none'
  username: string
  sharedMailbox: string
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
  /** Whose Authentication-Results are believed; empty: nobody's. */
  trustedServer: string
  queueId: string
  /** Nothing older becomes a ticket; null until it is started. */
  cutOffAt: string | null
  isPaused: boolean
  /** It should be looked at, and no worker does. */
  isUnattended: boolean
  state: MailboxStateWord
  stateSince: string
  lastSuccessAt: string | null
  lastMailAt: string | null
  lagMs: number | null
  isListening: boolean
  lastTest: MailboxTestDto | null
}

export interface MailboxTestDto {
  id: string
  requestedAt: string
  /** Null while a worker is at it. */
  result: MailboxTestResult | null
}

/**
 * What was seen in the folder and what became of it. `seen` is counted in the mailbox's book, the rest among the mails
 * that were kept: they must agree.
 */
export interface MailboxBalance {
  seen: number
  messages: number
  duplicates: number
  /** Kept without becoming a message of their own: our own mails, receipts, reports, other people's mail. */
  heldBack: number
  quarantine: number
  /** Seen and not yet fetched, or fetched and not yet through the pipeline. */
  pending: number
  /** Deleted or moved by somebody before we could fetch it. */
  gone: number
  isClosed: boolean
  /** Mails of the server's that no line told of, when everything was compared last. */
  unaccounted: number
  /** Waiting for their way into the folder of processed mail, and given up. */
  toMove: number
  notMoved: number
}

/** An address of ours that other mailboxes forward to. */
export interface ForwardingAddressDto {
  address: string
  mailboxName: string
  queueName: string
  /** Mail came to its mailbox: the forwarding works. */
  isUsed: boolean
  /** Of its mailbox, as the watch over the rhythm of mail saw it last; null before that. */
  lastMailAt: string | null
}
