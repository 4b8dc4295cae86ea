import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { makeExcerpt } from '@/lib/ingest/clean'
import { announce } from '@/lib/live/announce'
import { normaliseSubject } from '@/lib/mail/subject'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import type { SplitMessageInput } from './inputs'
import { lockConversations } from './merge-store'
import { moveToNewTicket } from './move-to-new-ticket'
import { isUnderSubject } from './new-subjects'
import { lockTicket, saveTicket } from './store'
import { findNewestSaid, findTicketMail, readFollowing, readUnansweredSince } from './ticket-mail-store'

/**
 * Somebody answered an old mail to begin something else: his mail, and what was written after it under the same subject,
 * becomes a ticket of its own with that subject. A mail that begins its ticket is one already: done twice it is done once.
 *
 * @throws AppError `not_found` for what is no mail that came in; `conflict` for one that is no part of the conversation,
 *   or was answered here: answers to our answer lead here
 */
export async function splitMessage(scope: AgentScope, { messageId }: SplitMessageInput): Promise<void> {
  await withTenant(scope, async (db) => {
    // Until the end no other mail comes in, so what is read stays true. Mails take this lock too, before any ticket's.
    await lockConversations(db)
    const mail = await findTicketMail(db, messageId)
    if (mail?.kind !== 'inbound') throw notFound('message')
    if (mail.joinState === 'pending' || mail.joinState === 'rejected')
      throw new AppError('conflict', 'it is not part of the conversation')
    const ticket = await lockTicket(db, mail.ticketId)
    const { isFirst, isAnswered, later } = await readFollowing(db, mail)
    if (isFirst) return
    if (isAnswered) throw new AppError('conflict', 'it was answered here')
    const following = later.filter(isUnderSubject(mail.subject))
    const subject = normaliseSubject(mail.subject).base
    const { number, created } = await moveToNewTicket(db, scope, ticket, {
      mails: [mail, ...following],
      subject,
      isRequest: false,
    })
    const newest = await findNewestSaid(db, ticket.id)
    const patch = {
      unansweredSince: await readUnansweredSince(db, ticket.id),
      addedMessages: -1 - following.length,
      ...(newest ? { lastMessageAt: newest.receivedAt, excerpt: makeExcerpt(newest.visibleText) } : {}),
    }
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: [{ action: 'message_split', details: { number, subject } }],
      at: now(),
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
      created,
    ])
  })
}
