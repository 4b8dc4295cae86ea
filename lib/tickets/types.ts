/**
 * What the inbox shows and asks for. Everything here is plain JSON: times are ISO strings, ids UUIDs. The browser
 * may import this file.
 */

import type { AlarmDto } from '@/lib/alarms/types'
import type { Outage } from '@/lib/health/watch-outage'
import type { CertifiedReceipt } from '@/lib/outbound/types'

export type StatePhase = 'opening' | 'working' | 'waiting' | 'closing'
export type TicketPriority = 'low' | 'normal' | 'high' | 'urgent'

/** A name with one of the palette's twelve hues (0 to 11). */
export interface HuedName {
  id: string
  name: string
  hue: number
}

export interface StateDto extends HuedName {
  phase: StatePhase
}

export interface AgentDto {
  id: string
  name: string
}

export interface AddressDto {
  name: string
  address: string
}

export interface RequesterDto {
  id: string
  name: string
  address: string
  isRegistered: boolean
}

/** `mine`: assigned to me; `unregistered`: the requester has no account; `joins`: somebody asks to join. */
export const ticketViews = ['open', 'mine', 'unassigned', 'unregistered', 'joins', 'closed', 'all'] as const
export type TicketView = (typeof ticketViews)[number]

export interface TicketListItem {
  id: string
  number: number
  subject: string
  excerpt: string
  requester: RequesterDto
  queue: HuedName
  state: StateDto
  assignee: AgentDto | null
  priority: TicketPriority
  messageCount: number
  isUnanswered: boolean
  hasJoinRequest: boolean
  lastMessageAt: string
}

export interface TicketListPage {
  items: TicketListItem[]
  /** Opaque; null on the last page. */
  nextCursor: string | null
}

/** Counts are exact up to 1,000 and 1,000 beyond. */
export interface InboxOverview {
  views: Record<TicketView, number>
  queues: (HuedName & { openCount: number })[]
  states: StateDto[]
  agents: AgentDto[]
  quarantineCount: number
  me: AgentDto
  /** The settings of the tenant are this person's business. */
  maySeeSettings: boolean
  /** What is broken, for those whose business that is; empty for all others. */
  alarms: AlarmDto[]
  /** What stands still for everybody, and is everybody's business. */
  outage: Outage | null
}

export type OutboundStateWord =
  | 'held'
  | 'pending'
  | 'sending'
  | 'accepted'
  | 'deferred'
  | 'failed'
  | 'uncertain'
  | 'suppressed'

export interface DeliveryDto {
  outboundMailId: string
  state: OutboundStateWord
  /** Why, as a word of `messages` (delivery.trouble.*); null when all is well. */
  trouble: string | null
  serverResponse: string | null
  nextAttemptAt: string | null
  settledAt: string | null
  recipients: {
    address: string
    state: 'waiting' | 'accepted' | 'refused' | 'bounced' | 'viewed'
    detail: string
    /** Why he did not get it, as a word of `messages` (delivery.reason.*). */
    reason?: string
    /** With `viewed`: when the receipt came that said so. */
    viewedAt?: string
    /** When he reported the reply as spam. */
    complainedAt?: string
    /** What providers of certified mail said of this copy. */
    certified?: CertifiedReceipt[]
  }[]
}

export interface AttachmentDto {
  id: string
  fileName: string
  contentType: string
  sizeBytes: number
  /** May be drawn as a picture in the page. */
  isPicture: boolean
  isInline: boolean
  /** A picture of signatures: mails of that domain bring it again and again. */
  isLogo: boolean
}

export interface MessageEntry {
  kind: 'message'
  id: string
  messageKind: 'inbound' | 'reply' | 'note'
  author: { name: string; address: string; isAgent: boolean; isSpoofLike: boolean }
  to: AddressDto[]
  cc: AddressDto[]
  subject: string
  /** Its subject without prefixes, where it may begin something else: it is not the conversation's. */
  newSubject: string | null
  /** When it reached us, or was written here. */
  at: string
  /** What its Date header says; null when it says nothing readable. */
  sentAt: string | null
  visibleText: string
  quotedText: string
  signatureText: string
  /** False: the split of new and quoted text is a guess, so everything is shown. */
  isSplitTrusted: boolean
  /** A formatted version can be asked for. */
  hasHtml: boolean
  attachments: AttachmentDto[]
  /** human, auto-reply, bounce, list … */
  classification: string
  authentication: 'pass' | 'fail' | 'none'
  flags: string[]
  joinState: 'pending' | 'accepted' | 'rejected' | null
  /** How often the same mail was delivered. */
  deliveryCount: number
  /** The names of the mailboxes that it came to. */
  deliveredTo: string[]
  /** The raw mail that brought it; null for what was written here. */
  rawMailId: string | null
  delivery: DeliveryDto | null
  forwarded: ForwardedDto | null
  certified: CertifiedDto | null
  /** The address that sent it for its author; '' when he did himself. */
  sentBy: string
}

/** Of a mail that came by Italian certified mail (PEC): what its envelope says. */
export interface CertifiedDto {
  /** False: an ordinary mail that a provider of certified mail handed on. */
  isCertified: boolean
  /** As the provider calls itself; may be empty. */
  provider: string
  /** Addresses; empty when none can be used. */
  carrier: string
  author: string
  /** The provider names the author that the mail inside names. */
  isAuthorVouched: boolean
  /** Whether the mail really came from the carrier's domain. */
  authentication: 'pass' | 'fail' | 'none'
}

/** The mail that a message passes on, as the message tells it. */
export interface ForwardedDto {
  how: 'inline' | 'attached'
  /** The address is empty when none can be used. */
  from: AddressDto
  subject: string
  sentAt: string | null
  /** As it is written; for when it cannot be read. */
  dateText: string
  confidence: 'high' | 'medium' | 'low'
  /** By what it was recognised. */
  evidence: string[]
  files: string[]
  /** Who sent the original asks in this ticket. */
  isRequester: boolean
  /** An agent may make him the requester. */
  mayBeRequester: boolean
}

/** State, assignee, queue changes and the like; `details` are the names before and after. */
export interface EventEntry {
  kind: 'event'
  id: string
  at: string
  actorName: string | null
  action: string
  details: Record<string, string | number | boolean | null>
}

export type ConversationEntry = MessageEntry | EventEntry

export interface RecipientDto extends AddressDto {
  /** Why this address is there. */
  reason: 'requester' | 'sender-of-last' | 'reply-to-of-last' | 'to-of-last' | 'cc-of-last'
}

/** An address of the message being answered that a reply does not go to. */
export interface LeftOutDto extends AddressDto {
  /** `not-yet-part`: a later mail brought it in; `ReplyToTicketInput.addCc` lets it in. The others never get mail. */
  reason: 'not-yet-part' | 'own-address' | 'blocked'
  /** Where that message names it. */
  place: 'from' | 'reply-to' | 'to' | 'cc'
}

export interface TicketDto extends TicketListItem {
  version: number
  createdAt: string
  entries: ConversationEntry[]
  customer: RequesterDto & {
    addresses: string[]
    organization: string | null
    otherTickets: { number: number; subject: string; state: StateDto; lastMessageAt: string }[]
  }
  /** Other queues where it is found, because mails of it came there too. */
  alsoInQueues: HuedName[]
  links: { kind: 'possibly_related' | 'continues'; number: number; subject: string }[]
  /** What a reply would do, computed by the same rule that sends it. */
  replyPlan:
    | {
        ok: true
        from: AddressDto
        channelName: string
        to: RecipientDto[]
        cc: RecipientDto[]
        leftOut: LeftOutDto[]
        subject: string
      }
    | { ok: false; code: string }
}

/** In the order of the pipeline. */
export const trailStages = [
  ...(['keep', 'parse', 'describe', 'classify', 'authenticate'] as const),
  ...(['match', 'clean', 'forward', 'decide', 'apply'] as const),
]

/** One stage's finding. `text` is plain English; `code` and `data` are for screens. */
export interface TrailEntry {
  stage: (typeof trailStages)[number]
  code: string
  data: Record<string, string | number | boolean | null | string[]>
}

export interface TrailDto {
  rawMailId: string
  receivedAt: string
  recipient: string
  outcome: string | null
  reason: string | null
  sizeBytes: number
  sha256: string
  subject: string
  fromAddress: string
  /** Where the mail stands; null for one that stands in no ticket. */
  ticketNumber: number | null
  entries: TrailEntry[]
}

export interface MessageHtmlDto {
  /** Cleaned on the server; goes into a sandboxed frame only. */
  html: string
  /** Pictures on other people's servers; without the tracking pixels, which are never loaded. */
  remotePictureCount: number
  trackingPixelCount: number
  /** `html` leads to them by way of us: the reader asked for it, or they always are of this sender. */
  arePicturesShown: boolean
  /** Whose pictures can be allowed for good; null where the sender cannot be relied on. */
  pictureSender: { address: string; isAllowed: boolean } | null
}
