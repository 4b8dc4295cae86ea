import type { z } from 'zod'
import type { MessageRow } from '@/lib/tickets/conversation-store'
import type { TicketItem } from '@/lib/tickets/list-store'
import type { MessageShape, TicketShape } from './shapes'

/** What programs get to see of a ticket: named one by one, so that a new column of ours is no new promise. */
export function toTicketAnswer(item: TicketItem): z.output<typeof TicketShape> {
  const { id, number, subject, excerpt, assignee, priority, messageCount, isUnanswered, hasJoinRequest } =
    item
  const { id: stateId, name: stateName, phase } = item.state
  return {
    id,
    number,
    subject,
    excerpt,
    state: { id: stateId, name: stateName, phase },
    queue: { id: item.queue.id, name: item.queue.name },
    assignee: assignee && { id: assignee.id, name: assignee.name },
    customer: {
      id: item.requester.id,
      name: item.requester.name,
      address: item.requester.address,
      isRegistered: item.requester.isRegistered,
    },
    priority,
    messageCount,
    isUnanswered,
    hasJoinRequest,
    version: item.version,
    createdAt: item.createdAt,
    lastMessageAt: item.lastMessageAt,
  }
}

export function toMessageAnswer(row: MessageRow): z.output<typeof MessageShape> {
  const { id, kind, subject, quotedText, signatureText, classification, authentication, joinState } = row
  return {
    id,
    kind,
    author: { name: row.authorName ?? row.fromName, address: row.fromAddress, isAgent: kind !== 'inbound' },
    to: row.to.map(({ name, address }) => ({ name, address })),
    cc: row.cc.map(({ name, address }) => ({ name, address })),
    subject,
    text: row.visibleText,
    quotedText,
    signatureText,
    classification,
    authentication,
    joinState,
    attachments: row.attachments.map(({ id, fileName, contentType, sizeBytes }) => ({
      id,
      fileName,
      contentType,
      sizeBytes,
    })),
    delivery: row.delivery && {
      state: row.delivery.state,
      trouble: row.delivery.trouble,
      recipients: row.delivery.recipients.map(({ address, state, reason = null, viewedAt = null }) => ({
        address,
        state,
        reason,
        viewedAt,
      })),
    },
    createdAt: row.receivedAt.toISOString(),
  }
}
