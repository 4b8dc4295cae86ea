import type { ChannelTrouble } from '@/lib/channels/types'
import type { OutboundStateWord } from '@/lib/tickets/types'

/** The port of a way out. It makes one attempt and reports what was seen; it decides nothing. */
export interface MailSender {
  send(mail: ReadyMail): Promise<SendEvidence>
}

export interface ReadyMail {
  envelopeFrom: string
  recipients: string[]
  /** The stored MIME, sent byte for byte. */
  bytes: Uint8Array
  /**
   * `key` is the same at every attempt: providers that know such keys take a mail once. `attempts` counts this one.
   * The promise store's mails have it; what somebody sends without a promise has not.
   */
  promise?: { key: string; queuedAt: Date; attempts: number }
  /**
   * Awaited when the server asks for the data, before its first byte leaves. Whoever dies before this is over has
   * sent nothing; when it fails, nothing is sent.
   */
  beforeData?(): Promise<void>
}

/**
 * What an attempt showed. `sawDataGo`: the server said 354 and data left, so that it may have taken the mail even
 * if its answer was lost. `perRecipient` holds the answers to RCPT TO.
 */
export interface SendEvidence {
  outcome: 'answered' | 'connection-lost' | 'timed-out' | 'no-connection' | 'not-configured'
  responseCode: number | null
  response: string
  command: 'CONN' | 'MAIL' | 'RCPT' | 'DATA' | null
  sawDataGo: boolean
  perRecipient: { address: string; isAccepted: boolean; response: string }[]
  /** What keeps this channel from sending, whatever the mail; null when nothing does. Unknown when left out. */
  channelTrouble?: ChannelTrouble | null
  /** An id the provider reports instead of our Message-ID; kept as an alias. */
  providerMessageId: string | null
}

export interface RecipientRecord {
  address: string
  state: 'waiting' | 'accepted' | 'refused' | 'bounced' | 'viewed'
  detail: string
  /** With `refused` and `bounced`: why, in one word (see `bounceReason`), where that is known. */
  reason?: string
  /** With `viewed`: when the receipt came that said so. */
  viewedAt?: string
  /** When he, or the program he reads mail with, first reported this mail as spam. */
  complainedAt?: string
  /** What providers of certified mail said of this copy, each kind once. */
  certified?: CertifiedReceipt[]
}

/** A receipt of Italian certified mail. */
export interface CertifiedReceipt {
  /** accettazione, avvenuta-consegna … */
  type: string
  /** As the provider calls itself; may be empty. */
  provider: string
  at: string
}

/** What an attempt means for the stored mail: the pure answer of `decideDelivery`. */
export interface DeliveryDecision {
  state: Extract<OutboundStateWord, 'accepted' | 'deferred' | 'failed' | 'uncertain' | 'pending'>
  trouble: string | null
  nextAttemptAt: Date | null
  recipients: RecipientRecord[]
}
