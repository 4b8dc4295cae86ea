import { Prisma } from '@/lib/db/generated/client'
import type { Keyset } from './cursor'
import type { TicketView } from './types'

export interface TicketFilter {
  view: TicketView
  /** Whose tickets `mine` are. */
  membershipId: string | null
  queueId: string | null
  stateId: string | null
  assigneeId: string | null
  customerId: string | null
  subject: string | null
  before: Keyset | null
  limit: number
}

/** The states that a view shows. */
export function statesOf({ view, stateId }: TicketFilter): Prisma.Sql {
  const chosen = stateId === null ? Prisma.empty : Prisma.sql`AND id = ${stateId}::uuid`
  switch (view) {
    case 'all':
    case 'joins':
      return Prisma.sql`true ${chosen}`
    case 'closed':
      return Prisma.sql`phase = 'closing' ${chosen}`
    default:
      return Prisma.sql`phase <> 'closing' ${chosen}`
  }
}

/**
 * Where tickets are found: anywhere; or where they stand, and where mails brought them as well. Those are few and have an
 * index of their own: one condition for both would be looked at in every ticket.
 */
export function placesOf({ queueId }: TicketFilter): Prisma.Sql[] {
  if (queueId === null) return [Prisma.empty]
  return [
    Prisma.sql`AND t.queue_id = ${queueId}::uuid`,
    Prisma.sql`AND ${queueId}::uuid = ANY(t.also_queue_ids) AND t.also_queue_ids <> '{}'`,
  ]
}

/** The rows of each place; no ticket is in two of them. */
export const fromEach = (places: Prisma.Sql[], rows: (inPlace: Prisma.Sql) => Prisma.Sql): Prisma.Sql =>
  Prisma.join(places.map(rows), ' UNION ALL ')

/** All places in one condition, for tickets that were found by something else. */
export const anyPlace = (filter: TicketFilter): Prisma.Sql =>
  filter.queueId === null
    ? Prisma.empty
    : Prisma.sql`AND (t.queue_id = ${filter.queueId}::uuid OR ${filter.queueId}::uuid = ANY(t.also_queue_ids))`

export const subjectCondition = ({ subject }: TicketFilter): Prisma.Sql =>
  subject === null ? Prisma.empty : Prisma.sql`AND position(lower(${subject}) IN lower(t.subject)) > 0`

export function commonConditions({ assigneeId, customerId, before }: TicketFilter): Prisma.Sql {
  return Prisma.sql`
    ${assigneeId === null ? Prisma.empty : Prisma.sql`AND t.assignee_id = ${assigneeId}::uuid`}
    ${customerId === null ? Prisma.empty : Prisma.sql`AND t.customer_id = ${customerId}::uuid`}
    ${
      before === null
        ? Prisma.empty
        : Prisma.sql`AND (t.last_message_at, t.id) < (${before.at}::timestamptz, ${before.id}::uuid)`
    }`
}

export function viewConditions({ view, membershipId }: TicketFilter): Prisma.Sql {
  switch (view) {
    case 'mine':
      return Prisma.sql`AND t.assignee_id = ${membershipId}::uuid`
    case 'unassigned':
      return Prisma.sql`AND t.assignee_id IS NULL`
    case 'unregistered':
      return Prisma.sql`AND EXISTS (SELECT 1 FROM customer u WHERE u.id = t.customer_id AND u.registered_at IS NULL)`
    default:
      return Prisma.empty
  }
}
