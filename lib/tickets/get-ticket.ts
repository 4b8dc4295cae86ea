import { readTenant } from '@/lib/db/read-tenant'
import type { TenantReads } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { addressKey } from '@/lib/mail/address'
import { planReply, type ReplyPlan } from '@/lib/outbound/reply-plan'
import { readReplyContext } from '@/lib/outbound/reply-store'
import type { AgentScope } from '@/lib/tenancy/scope'
import {
  type EventRow,
  type MessageRow,
  maxEntries,
  readEvents,
  readMessages,
  readSides,
  type TicketSides,
} from './conversation-store'
import type { GetTicketInput } from './inputs'
import { findTicketItem } from './list-store'
import { findNewSubjects } from './new-subjects'
import { fromAgentFlag, isSpoofLike, trustedSplit } from './rules'
import type { ConversationEntry, EventEntry, ForwardedDto, MessageEntry, TicketDto } from './types'

/**
 * A ticket with its conversation, oldest first; of a long one the newest 200 entries. The reply plan is made by the
 * rule that sends the reply.
 *
 * @throws AppError `not_found`
 */
export async function getTicket(scope: AgentScope, { number }: GetTicketInput): Promise<TicketDto> {
  const ticket = await readTenant(scope, (db) => readTicket(db, number))
  if (!ticket) throw notFound('ticket')
  return ticket
}

/** The same inside of a transaction: null when it is not here. */
export async function readTicket(db: TenantReads, number: number): Promise<TicketDto | null> {
  const item = await findTicketItem(db, { number })
  if (!item) return null
  // Sent together: none waits for another's answer.
  const [messages, events, sides, { facts }] = await Promise.all([
    readMessages(db, item.id),
    readEvents(db, item.id),
    readSides(db, item.id),
    readReplyContext(db, item.id),
  ])
  const { addresses, organization, otherTickets, links, alsoInQueues } = sides
  const newSubjects = findNewSubjects([...messages].reverse(), item.subject)
  return {
    ...item,
    entries: newest([
      ...messages.map((row) => toMessageEntry(row, sides, newSubjects)),
      ...events.map(toEventEntry),
    ]),
    customer: {
      ...item.requester,
      addresses,
      organization,
      otherTickets: otherTickets.map((one) => ({ ...one, lastMessageAt: isoTime(one.lastMessageAt) })),
    },
    links,
    alsoInQueues,
    replyPlan: toPlanDto(planReply(facts)),
  }
}

function newest(entries: ConversationEntry[]): ConversationEntry[] {
  const sorted = entries.sort((a, b) => (a.at === b.at ? compare(a.id, b.id) : compare(a.at, b.at)))
  return sorted.slice(-maxEntries)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

function toMessageEntry(
  row: MessageRow,
  { agentNames, addresses }: TicketSides,
  newSubjects: ReadonlyMap<string, string>,
): MessageEntry {
  const isAgent = row.kind !== 'inbound'
  return {
    kind: 'message',
    id: row.id,
    messageKind: row.kind,
    author: {
      name: row.authorName ?? row.fromName,
      address: row.fromAddress,
      isAgent,
      isSpoofLike:
        !isAgent &&
        !row.flags.includes(fromAgentFlag) &&
        isSpoofLike({ name: row.fromName, address: row.fromAddress }, row.flags, agentNames),
    },
    to: row.to,
    cc: row.cc,
    subject: row.subject,
    newSubject: newSubjects.get(row.id) ?? null,
    at: row.receivedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    visibleText: row.visibleText,
    quotedText: row.quotedText,
    signatureText: row.signatureText,
    isSplitTrusted: row.splitConfidence >= trustedSplit,
    hasHtml: row.hasHtml,
    attachments: row.attachments.map((one) => ({
      ...one,
      isPicture: pictureTypes.includes(one.contentType.toLowerCase()),
    })),
    classification: row.classification,
    authentication: row.authentication,
    flags: row.flags,
    joinState: row.joinState,
    deliveryCount: row.deliveryCount,
    deliveredTo: row.deliveredTo,
    rawMailId: row.rawMailId,
    delivery: row.delivery && {
      ...row.delivery,
      nextAttemptAt: row.delivery.nextAttemptAt && isoTime(row.delivery.nextAttemptAt),
      settledAt: row.delivery.settledAt && isoTime(row.delivery.settledAt),
    },
    certified: row.certified,
    sentBy: row.sentBy,
    forwarded: row.forwarded && toForwarded(row.forwarded, addresses),
  }
}

function toForwarded(
  { isOwnAddress, ...forwarded }: NonNullable<MessageRow['forwarded']>,
  requesterAddresses: string[],
): ForwardedDto {
  const keys = requesterAddresses.map((address) => addressKey(address))
  const isOfRequester = keys.includes(addressKey(forwarded.from.address))
  return {
    ...forwarded,
    sentAt: forwarded.sentAt && isoTime(forwarded.sentAt),
    isRequester: forwarded.isRequester && isOfRequester,
    mayBeRequester: forwarded.from.address !== '' && !isOwnAddress && !isOfRequester,
  }
}

const toEventEntry = (row: EventRow): EventEntry => ({ kind: 'event', ...row, at: row.at.toISOString() })

function toPlanDto(plan: ReplyPlan): TicketDto['replyPlan'] {
  if (!plan.ok) return plan
  const { channel, to, cc, leftOut, subject } = plan
  return {
    ok: true,
    from: { name: channel.fromName, address: channel.fromAddress },
    channelName: channel.name,
    to,
    cc,
    leftOut,
    subject,
  }
}

/** JSON made by PostgreSQL writes times with an offset and without trailing zeros. */
const isoTime = (text: string): string => new Date(text).toISOString()
