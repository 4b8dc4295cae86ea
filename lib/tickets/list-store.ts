import { Prisma } from '@/lib/db/generated/client'
import type { TenantReads } from '@/lib/db/with-tenant'
import { findMergedInto } from './merge-store'
import {
  anyPlace,
  commonConditions,
  fromEach,
  placesOf,
  statesOf,
  subjectCondition,
  type TicketFilter,
  viewConditions,
} from './ticket-filter-store'
import type { TicketListItem, TicketPriority } from './types'

/**
 * One page of the inbox, newest first, in one statement; by subject sometimes in two or three. Rows are taken state by
 * state, each along its index, and merged: a tenant with a hundred thousand closed tickets shows its twelve open ones
 * as fast as any other.
 */
export async function readTicketPage(db: TenantReads, filter: TicketFilter): Promise<TicketItem[]> {
  const near = isSearched(filter) ? await findNear(db, filter) : null
  return readItems(db, near === null ? pageOfIds(filter) : Prisma.sql`SELECT unnest(${near}::uuid[]) AS id`)
}

async function readItems(db: TenantReads, page: Prisma.Sql): Promise<TicketItem[]> {
  const rows = await db.$queryRaw<TicketItemRow[]>`
    WITH page AS (${page})
    SELECT ${ticketItemColumns}
    FROM page JOIN ticket t ON t.id = page.id
    ${ticketItemJoins}
    ORDER BY t.last_message_at DESC, t.id DESC`
  return rows.map(toTicketItem)
}

/** So many of the newest tickets are looked at for a word, whatever it is. */
const nearTickets = 1_800

/**
 * And so many when it was found at all. One that is rarer is found by its index, and has few places there to look at.
 */
const farTickets = 6_000

/**
 * The page's ids from among the newest tickets. A word in every subject is found here at once; its index would bring
 * them all.
 *
 * @returns null when they may not be the newest there are
 */
async function findNear(db: TenantReads, filter: TicketFilter): Promise<string[] | null> {
  const near = await walk(db, filter, nearTickets)
  if (near.isCertain) return near.ids
  if (!near.isFound) return null
  const far = await walk(db, filter, farTickets)
  return far.isCertain ? far.ids : null
}

interface Walk {
  ids: string[]
  /** A state that was not gone through might have newer ones. */
  isCertain: boolean
  isFound: boolean
}

/**
 * State by state along its index, no further than the page is full; through all of them along the tenant's. A customer is
 * looked at only for a ticket that has the word.
 */
async function walk(db: TenantReads, filter: TicketFilter, tickets: number): Promise<Walk> {
  const isOfAll = filter.view === 'all' && filter.stateId === null
  const states = isOfAll
    ? Prisma.sql`SELECT NULL::uuid AS id`
    : Prisma.sql`SELECT id FROM ticket_state WHERE ${statesOf(filter)}`
  const ofState = isOfAll ? Prisma.sql`true` : Prisma.sql`t.state_id = s.id`
  const [isOfTicket, isOfCustomer] =
    filter.view === 'unregistered'
      ? [Prisma.empty, viewConditions(filter)]
      : [viewConditions(filter), Prisma.empty]
  const [walked] = await db.$queryRaw<Walk[]>`
    WITH state AS MATERIALIZED (${states}
    ), last AS MATERIALIZED (
      SELECT greatest(100, ${tickets}::int / greatest(1, count(*)::int)) AS place FROM state
    ), seen AS MATERIALIZED (
      ${fromEach(
        placesOf(filter),
        (inPlace) => Prisma.sql`
          SELECT s.id AS state_id, x.* FROM state s CROSS JOIN LATERAL (
            SELECT w.* FROM (
              SELECT t.id, t.last_message_at,
                position((SELECT lower(${filter.subject})) IN lower(t.subject)) > 0 ${isOfCustomer} AS has_word,
                row_number() OVER (ORDER BY t.last_message_at DESC, t.id DESC) AS place
              FROM ticket t WHERE ${ofState} ${inPlace} ${commonConditions(filter)} ${isOfTicket}
              ORDER BY t.last_message_at DESC, t.id DESC LIMIT (SELECT place FROM last)) w
            -- The last place tells that there may be more behind it.
            WHERE w.has_word OR w.place = (SELECT place FROM last)
            LIMIT ${filter.limit}::int) x`,
      )}
    ), page AS (
      SELECT id, last_message_at FROM seen WHERE has_word
      ORDER BY last_message_at DESC, id DESC LIMIT ${filter.limit}::int
    ), unseen AS (
      SELECT max(last_message_at) AS newest FROM seen WHERE place = (SELECT place FROM last)
    )
    SELECT ARRAY(SELECT id FROM page ORDER BY last_message_at DESC, id DESC) AS ids,
      u.newest IS NULL OR ((SELECT count(*) FROM page) >= ${filter.limit}::int
        AND (SELECT min(last_message_at) FROM page) > u.newest) AS "isCertain",
      EXISTS (SELECT 1 FROM page) AS "isFound"
    FROM unseen u`
  if (!walked) throw new Error('a maximum over nothing gives one row')
  return walked
}

/** One ticket as the list shows it, by its number or its id; for one that became part of another, that one. */
export async function findTicketItem(
  db: TenantReads,
  which: { number: number } | { ticketId: string },
): Promise<TicketItem | null> {
  const condition =
    'number' in which
      ? Prisma.sql`t.number = ${which.number}::int`
      : Prisma.sql`t.id = ${which.ticketId}::uuid`
  const [row] = await db.$queryRaw<TicketItemRow[]>`
    SELECT ${ticketItemColumns} FROM ticket t ${ticketItemJoins} WHERE ${condition}`
  if (row) return toTicketItem(row)
  const ticketId = await findMergedInto(db, which)
  return ticketId === null ? null : findTicketItem(db, { ticketId })
}

function pageOfIds(filter: TicketFilter): Prisma.Sql {
  if (filter.view === 'joins') return joinIds(filter)
  const states = Prisma.sql`SELECT id FROM ticket_state WHERE ${statesOf(filter)}`
  const ids = isSearched(filter) ? searchedIds(filter, states) : Prisma.sql`(${idsByState(filter, states)}) x`
  return Prisma.sql`
    SELECT x.id FROM ${ids}
    ORDER BY x.last_message_at DESC, x.id DESC LIMIT ${filter.limit}::int`
}

/** The search function knows nothing of one person's tickets nor of requests; those are few enough to be looked through. */
const isSearched = ({ subject, view, assigneeId, customerId }: TicketFilter): boolean =>
  subject !== null && view !== 'joins' && assigneeId === null && customerId === null

const idsByState = (filter: TicketFilter, states: Prisma.Sql): Prisma.Sql =>
  fromEach(
    placesOf(filter),
    (inPlace) => Prisma.sql`
      SELECT w.id, w.last_message_at FROM (${states}) s CROSS JOIN LATERAL (
        SELECT t.id, t.last_message_at FROM ticket t
        WHERE t.state_id = s.id ${inPlace} ${subjectCondition(filter)} ${commonConditions(filter)} ${viewConditions(filter)}
        ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${filter.limit}::int) w`,
  )

/**
 * Ids only come out of the search function; they are read again under the policy by the join around it. It is asked
 * once where it can express the view, and once a closing state where it cannot.
 */
function searchedIds(filter: TicketFilter, states: Prisma.Sql): Prisma.Sql {
  const { view, membershipId, stateId, queueId, subject, before, limit } = filter
  const search = (state: Prisma.Sql) => Prisma.sql`
    postino_search_tickets(${subject}, ${queueId}::uuid, ${state}, ${view === 'mine' ? membershipId : null}::uuid,
      ${view === 'unassigned'}, ${view !== 'all' && view !== 'closed'}, ${view === 'unregistered'},
      ${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid, ${limit}::int)`
  const found =
    view === 'closed'
      ? Prisma.sql`(${states}) s CROSS JOIN LATERAL ${search(Prisma.sql`s.id`)} f`
      : Prisma.sql`${search(Prisma.sql`${stateId}::uuid`)} f`
  return Prisma.sql`(SELECT o.id, o.last_message_at FROM ${found} JOIN ticket o ON o.id = f.id) x`
}

/** Requests to join are few, so the tickets are found by them; as an array, because the planner expects many. */
const joinIds = (filter: TicketFilter): Prisma.Sql => Prisma.sql`
  SELECT t.id FROM ticket t
  WHERE t.id = ANY(ARRAY(SELECT DISTINCT ticket_id FROM message WHERE join_state = 'pending'))
    ${filter.stateId === null ? Prisma.empty : Prisma.sql`AND t.state_id = ${filter.stateId}::uuid`}
    ${anyPlace(filter)} ${subjectCondition(filter)} ${commonConditions(filter)}
  ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${filter.limit}::int`

/** A ticket as lists show it, and what programs want to know besides. */
export type TicketItem = TicketListItem & { version: number; createdAt: string }

interface TicketItemRow {
  id: string
  number: number
  subject: string
  excerpt: string
  priority: TicketPriority
  messageCount: number
  isUnanswered: boolean
  lastMessageAt: Date
  hasJoinRequest: boolean
  customerId: string
  customerName: string
  customerAddress: string | null
  isRegistered: boolean
  queueId: string
  queueName: string
  queueHue: number
  stateId: string
  stateName: string
  stateHue: number
  phase: TicketListItem['state']['phase']
  assigneeId: string | null
  assigneeName: string | null
  version: number
  createdAt: Date
}

/** Columns and joins of a list item, over `ticket t`. */
const ticketItemColumns = Prisma.sql`
  t.id, t.number, t.subject, t.excerpt, t.priority, t.message_count AS "messageCount",
  t.unanswered_since IS NOT NULL AS "isUnanswered", t.last_message_at AS "lastMessageAt",
  EXISTS (SELECT 1 FROM message j WHERE j.ticket_id = t.id AND j.join_state = 'pending') AS "hasJoinRequest",
  c.id AS "customerId", c.name AS "customerName", c.registered_at IS NOT NULL AS "isRegistered",
  (SELECT a.address FROM customer_address a WHERE a.customer_id = c.id
    ORDER BY a.is_primary DESC, a.created_at, a.id LIMIT 1) AS "customerAddress",
  q.id AS "queueId", q.name AS "queueName", q.hue AS "queueHue",
  s.id AS "stateId", s.name AS "stateName", s.hue AS "stateHue", s.phase,
  m.id AS "assigneeId", m.display_name AS "assigneeName", t.version, t.created_at AS "createdAt"`

const ticketItemJoins = Prisma.sql`
  JOIN customer c ON c.id = t.customer_id
  JOIN queue q ON q.id = t.queue_id
  JOIN ticket_state s ON s.id = t.state_id
  LEFT JOIN membership m ON m.id = t.assignee_id`

function toTicketItem(row: TicketItemRow): TicketItem {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    excerpt: row.excerpt,
    requester: {
      id: row.customerId,
      name: row.customerName,
      address: row.customerAddress ?? '',
      isRegistered: row.isRegistered,
    },
    queue: { id: row.queueId, name: row.queueName, hue: row.queueHue },
    state: { id: row.stateId, name: row.stateName, hue: row.stateHue, phase: row.phase },
    assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName ?? '' },
    priority: row.priority,
    messageCount: row.messageCount,
    isUnanswered: row.isUnanswered,
    hasJoinRequest: row.hasJoinRequest,
    lastMessageAt: row.lastMessageAt.toISOString(),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }
}
