import { now } from '@/lib/clock'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { normaliseSubject } from '@/lib/mail/subject'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { SplitMessageInput } from './inputs'
import { makeExcerpt } from './make-excerpt'
import { lockConversations } from './merge-store'
import { moveToNewTicket } from './move-to-new-ticket'
import { isUnderSubject } from './new-subjects'
import { afterStateChange, type TicketPatch } from './rules'
import { type LockedTicket, lockTicket, saveTicket } from './store'
import {
  findNewestSaid,
  findStateBefore,
  findTicketMail,
  readFollowing,
  readUnansweredSince,
  type TicketMail,
} from './ticket-mail-store'

/**
 * Somebody answered an old mail to begin something else: his mail, and what was written after it under the same subject,
 * becomes a ticket of its own with that subject; where nobody else waits, the other ticket goes back to the state in
 * which that mail found it. A mail that begins its ticket is one already: done twice it is done once.
 *
 * @throws AppError `not_found` for what is no mail that came in; `conflict` for one that is no part of the conversation,
 *   or was answered here: answers to our answer lead here
 */
export async function splitMessage(scope: AgentScope, { messageId }: SplitMessageInput): Promise<void> {
  const at = now()
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
    const patch = await readWithout(db, ticket, [mail, ...following], at)
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: [{ action: 'message_split', details: { number, subject } }, ...changeNotes(ticket, patch)],
      at,
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
      created,
    ])
  })
}

/** The ticket as if these mails had never come: what they brought back goes where it was, unless somebody else waits. */
async function readWithout(
  db: TenantDb,
  ticket: LockedTicket,
  mails: [TicketMail, ...TicketMail[]],
  at: Date,
): Promise<TicketPatch> {
  const newest = await findNewestSaid(db, ticket.id)
  const unansweredSince = await readUnansweredSince(db, ticket.id)
  const before = unansweredSince === null ? await findStateBefore(db, mails[0]) : null
  return {
    ...(before ? afterStateChange(ticket, before, at) : {}),
    ...(newest ? { lastMessageAt: newest.receivedAt, excerpt: makeExcerpt(newest.visibleText) } : {}),
    unansweredSince,
    addedMessages: -mails.length,
  }
}
