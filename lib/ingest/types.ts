import type { Classification, PecEnvelope } from '@/lib/mail/classification'
import type { MailAddress, MailFacts, ParsedMail } from '@/lib/mail/types'
import type { ConfirmationDecision } from '@/lib/outbound/confirmation-rules'
import type { NewAttachment } from '@/lib/tickets/insert-messages'
import type { StatePhase, TrailEntry } from '@/lib/tickets/types'
import type { CleanText } from './clean'
import type { SenderAuthentication } from './ports'
import type { PreparedMail } from './read-mail'
import type { IngestSettings } from './settings'

/** A delivery that waits, taken by this process until its claim ends. */
export interface ClaimedMail {
  id: string
  mailboxId: string
  recipient: string
  /** '' is the null sender of bounces; null when nobody said: a mailbox keeps no envelopes. */
  envelopeFrom: string | null
  envelopeTo: string[]
  clientIp: string
  helo: string
  sizeBytes: number
  sha256: string
  receivedAt: Date
  /** Found in a Sent folder: an agent wrote it in another program. */
  isSentCopy: boolean
  /**
   * It lay in a mailbox that moved when that was first opened at its new place: when that was. Null for all others,
   * and once somebody let it through.
   */
  movedAt: Date | null
  /** Somebody took it out of quarantine and says that a person wrote it. */
  isAccepted: boolean
  /** The server whose verdict on senders is believed: of a mail that was read from a mailbox that names one. */
  trustedServer: string | null
  attempts: number
  claimToken: string
}

/** Everything the pure stages may know of a mail before the database is asked. */
export interface ReadMail {
  raw: ClaimedMail
  parsed: ParsedMail
  facts: MailFacts
  classification: Classification
  authentication: SenderAuthentication
  /** The envelope of certified mail that it came in. */
  pecEnvelope: PecEnvelope | null
  /** sha256 over Message-ID, sender and decoded parts: what makes two deliveries the same mail. */
  contentKey: string
}

/** A mail with what is to be done with it, and why. */
export interface DecidedMail {
  prepared: PreparedMail
  context: IngestContext
  decision: Decision
  trail: TrailEntry[]
}

/** What the database knows that bears on one mail. Read in one transaction; `version`s are checked when applied. */
export interface IngestContext {
  tenant: {
    id: string
    name: string
    locale: string
    attachUnknownToHouse: boolean
    houseOrganizationId: string | null
  }
  mailbox: {
    id: string
    conversion: 'automatic' | 'manual' | 'rule'
    queueId: string
    isConfirmationOn: boolean
  }
  preset: { ticketTypeId: string | null; managerId: string | null }
  openingStateId: string
  /** Default channel of confirmations and replies of this mailbox and queue. */
  channel: { id: string; fromName: string; fromAddress: string } | null
  candidates: TicketCandidate[]
  sender: KnownSender | null
  /** The sender of the mail that this one passes on. */
  originalSender: KnownSender | null
  /** The membership of the tenant's person whose address stands in From, of a mail that passes on another. */
  agentId: string | null
  /** Keys of the mail's own addresses (sender and recipients) that are ours, in any tenant. */
  ownAddressKeys: string[]
  /** Keys among sender and reply-to that nothing may be sent to. */
  blockedAddressKeys: string[]
  /** The message this content already is. */
  sameContent: { messageId: string | null; ticketId: string | null } | null
  /** A message with the same Message-ID and other content. */
  isMessageIdReused: boolean
  /** Our own mails that this one names, by our Message-ID or a provider's: as its own, in a bounce or in a receipt. */
  namedOutbound: { outboundMailId: string; messageIdHeader: string; ticketId: string; recipients: string[] }[]
  /** Tickets that the sender made in the last hour with this subject, its digits aside, after a confirmation of ours. */
  alikeLately: number
  /** What the sender opened in the last hour, counted up to the limit, and whether mail of his is held that came earlier. */
  ticketsLately: { opened: number; limit: number; isBehindHeld: boolean }
  /** Confirmations sent in the last hour. */
  confirmations: { toDomain: number; byTenant: number; inTotal: number }
}

export interface TicketCandidate {
  ticketId: string
  number: number
  version: number
  phase: StatePhase
  closedAt: Date | null
  reopenPolicy: 'reopen' | 'new_linked' | 'reopen_within_days'
  reopenDays: number
  /** Keys of everybody who takes part: requester, accepted senders, those we answered. */
  participantKeys: string[]
  /** Keys of those whom its mails were written to, by people one may believe; nobody once it was answered. */
  invitedKeys: string[]
  /** Somebody of ours replied: nothing is merged with it any more by itself. */
  isAnswered: boolean
  /** Somebody of ours did something with it. */
  isTouched: boolean
  /** Other tickets of which it is tied by Message-IDs, and how: see `conversation.ts`. */
  ties: { ticketId: string; bits: number }[]
  /** Tickets that were closed for good, of which this one is the sequel. */
  continues: string[]
  /** Its newest texts, ours among them: what a reply repeats of them is a quote, whatever client made it. */
  earlierTexts: string[]
  /**
   * token: signed by us. parent: an id this mail names is one of the ticket's messages. sibling: it names an id that a
   * message of the ticket names too, or is one of these in another form. child: a message of the ticket names this
   * mail, which came later. tied: the mail itself leads elsewhere only, to tickets that are tied to this one.
   */
  how: 'token' | 'parent' | 'sibling' | 'child' | 'tied'
  evidence: string
  /** Position of the id in the mail's chain, nearest parent 0; behind them all for an address. */
  distance: number
}

export interface KnownSender {
  customerId: string
  addressId: string
  name: string
  organizationId: string | null
  isRegistered: boolean
  lastConfirmedAt: Date | null
}

export type Match =
  | {
      kind: 'ticket'
      candidate: TicketCandidate
      /** What else the mail leads to. */
      others: TicketCandidate[]
      /** The candidate and the tickets that are one conversation with it. */
      conversation: TicketCandidate[]
    }
  | { kind: 'join-request'; candidate: TicketCandidate }
  | { kind: 'new'; related: TicketCandidate[] }

/** Another machine answers what ours send: by whose addresses an agent knows what to set right. */
export interface MailLoop {
  ours: string
  theirs: string
  /** Tickets alike within the hour, with this one. */
  count: number
}

export type Decision =
  | {
      kind: 'create'
      related: TicketCandidate[]
      linkKind: 'possibly_related' | 'continues'
      /** Who asks, when it is not the sender: whose mail an agent passed on. */
      requester: MailAddress | null
      confirmation: ConfirmationDecision
      /** The two addresses that were about to write to each other for ever. */
      loop: MailLoop | null
    }
  | {
      kind: 'append'
      candidate: TicketCandidate
      /** Tickets that become part of this one. */
      merged: TicketCandidate[]
      /** Tickets of the same conversation that stay apart: linked. */
      others: TicketCandidate[]
      reopens: boolean
      countsAsUnanswered: boolean
    }
  | { kind: 'join-request'; candidate: TicketCandidate; countsAsUnanswered: boolean }
  | { kind: 'agent-reply'; candidate: TicketCandidate }
  | { kind: 'record-bounce'; outboundMailIds: string[] }
  | { kind: 'record-complaint'; outboundMailIds: string[] }
  | { kind: 'record-receipt'; outboundMailId: string }
  | { kind: 'duplicate'; messageId: string | null; ticketId: string | null }
  | { kind: 'suppress'; reason: SuppressReason }
  | { kind: 'quarantine'; reason: QuarantineReason }

export type SuppressReason = 'own-mail' | 'manual-mailbox' | 'sent-to-others'
export type QuarantineReason =
  | 'bounce-of-unknown-mail'
  | 'receipt-of-unknown-mail'
  | 'from-own-address'
  | 'before-move'
  | 'too-many-from-sender'
  | 'pipeline-error'
  | `unreadable-${string}`

/** Everything a decision needs to become rows. */
export interface Applied {
  mail: ReadMail
  text: CleanText
  attachments: NewAttachment[]
  /** See `customersOf`. */
  customerId: string | null
  context: IngestContext
  decision: Decision
  settings: IngestSettings
  at: Date
}
