import type { TenantSql } from '@/lib/db/tenant-sql'
import type { NewMessage } from '@/lib/tickets/insert-messages'
import { lockSeenTickets, noteTies } from '@/lib/tickets/merge-store'
import { tiesTo } from './conversation'
import type { IngestContext, ReadMail, TicketCandidate } from './types'

interface InContext {
  mail: ReadMail
  context: IngestContext
}

/** Holds every ticket that the decision looked at. @throws AppError `stale_version` when one of them was changed */
export async function lockConversation(db: TenantSql, { candidates }: IngestContext): Promise<void> {
  await lockSeenTickets(db, [...new Map(candidates.map((one) => [one.ticketId, one])).values()])
}

/** The message, and by which ids and tickets its statement sees that nothing else of the conversation has come. */
export const inConversation = ({ mail, context }: InContext, message: NewMessage): NewMessage => ({
  ...message,
  newConversation: {
    ownIds: [...mail.facts.messageIds],
    parentIds: [...mail.facts.parentIds],
    knownTicketIds: context.candidates.map((candidate) => candidate.ticketId),
  },
})

/** The ids that this mail shares with tickets it does not belong to, or not yet. */
export async function tieConversation(
  db: TenantSql,
  { context }: InContext,
  { ticketId, keys }: NewMessage,
  others: readonly TicketCandidate[],
): Promise<void> {
  if (others.length === 0 && !context.isMessageIdReused) return
  await noteTies(db, {
    ticketId,
    others: others.map((other) => ({
      ticketId: other.ticketId,
      bits: tiesTo(other.ticketId, context.candidates),
    })),
    keys: keys.flatMap(({ kind, key }) => (kind === 'content' ? [] : [{ kind, key }])),
  })
}
