import type { TenantSql } from '@/lib/db/tenant-sql'
import { addressKey } from '@/lib/mail/address'
import { addressDomain } from '@/lib/mail/address-domain'
import { type CleanText, cleanText } from './clean'
import { confirmationsByDomain } from './confirmation-counts'
import { readCandidates } from './read-candidates'
import { addressKeys, type PeopleRow, readPeople, type SenderRow } from './read-people'
import type { IngestContext, KnownSender, ReadMail, TicketCandidate } from './types'

/** A token of ours found in the mail, already verified for this tenant. */
export interface VerifiedToken {
  ticketId: string | null
  ticketNumber: number | null
  evidence: string
  /** Only the text has it. */
  isInText?: boolean
}

/** What one tenant's transaction cannot see. */
export interface Installation {
  /** Addresses there are ours, whichever tenant's. */
  inboundDomain: string
  /** Over all tenants. */
  confirmationsLastHour: number
  ticketsPerSenderAndHour: number
}

/** A mail, and the tokens in it that are ours. */
export interface SoughtMail {
  mail: ReadMail
  tokens: VerifiedToken[]
  text: Pick<CleanText, 'forwarded'>
  /** What only came to be known then or later is left out: a mail is looked at again as it was looked at. */
  knownBefore?: Date
}

/**
 * Everything the decisions on some mails need, in one tenant transaction: one statement for each place they came to,
 * one for all of them, and one more for each that names a ticket.
 *
 * @returns a context for each, in their order
 */
export async function gather(
  db: TenantSql,
  sought: SoughtMail[],
  installation: Installation,
): Promise<IngestContext[]> {
  const places = new Map<string, Promise<PlaceRow>>()
  const placeOf = ({ raw }: ReadMail): Promise<PlaceRow> => {
    const key = `${raw.mailboxId} ${raw.recipient}`
    const place = places.get(key) ?? readPlace(db, raw)
    places.set(key, place)
    return place
  }
  const [placeRows, peopleRows, sameLetters] = await Promise.all([
    Promise.all(sought.map(({ mail }) => placeOf(mail))),
    readPeople(db, sought, installation),
    Promise.all(sought.map(({ mail }) => findSameLetter(db, mail))),
  ])
  const [{ tenantId } = { tenantId: '' }] = placeRows
  const confirmations = await confirmationsByDomain(db, tenantId)
  return Promise.all(
    sought.map(async (one, index) => {
      const [place, people] = [placeRows[index], peopleRows[index]]
      if (!place || !people) throw new Error('a mail without what was gathered for it')
      const candidates = people.isConversationKnown ? await readCandidates(db, one) : []
      return toContext(one, {
        place,
        people,
        candidates,
        sameLetter: sameLetters[index] ?? null,
        confirmations,
        installation,
      })
    }),
  )
}

interface Found {
  place: PlaceRow
  people: PeopleRow
  candidates: TicketCandidate[]
  /** In a mailbox that moved: the same mail under another Message-ID. */
  sameLetter: IngestContext['sameContent']
  /** Of this tenant in the last hour, by the recipient's domain. */
  confirmations: ReadonlyMap<string, number>
  installation: Installation
}

function toContext(sought: SoughtMail, found: Found): IngestContext {
  const { mail } = sought
  const { place, people, candidates, sameLetter, confirmations, installation } = found
  const keys = addressKeys(sought)
  const atOurDomain = keys.filter((key) => addressDomain(key) === installation.inboundDomain)
  const blocked = people.blocked ?? []
  return {
    tenant: {
      id: place.tenantId,
      name: place.tenantName,
      locale: place.locale,
      attachUnknownToHouse: place.attachUnknownToHouse,
      houseOrganizationId: place.houseOrganizationId,
    },
    mailbox: {
      id: mail.raw.mailboxId,
      conversion: place.conversion,
      queueId: place.queueId,
      isConfirmationOn: place.isConfirmationOn,
    },
    preset: { ticketTypeId: place.ticketTypeId, managerId: place.managerId },
    openingStateId: place.openingStateId,
    channel: place.channelId
      ? { id: place.channelId, fromName: place.channelFromName, fromAddress: place.channelFromAddress }
      : null,
    candidates,
    sender: toSender(people.sender),
    originalSender: toSender(people.original),
    agentId: people.agentId,
    ownAddressKeys: [...blocked.filter((row) => row.isOwn).map((row) => row.key), ...atOurDomain],
    blockedAddressKeys: [...blocked.map((row) => row.key), ...atOurDomain],
    sameContent: people.sameContent ?? sameLetter,
    isMessageIdReused: people.isMessageIdReused,
    namedOutbound: people.namedOutbound ?? [],
    alikeLately: people.alikeLately,
    ticketsLately: {
      opened: people.openedLately,
      limit: installation.ticketsPerSenderAndHour,
      isBehindHeld: people.isBehindHeld,
    },
    confirmations: {
      toDomain: confirmations.get(senderDomain(mail)) ?? 0,
      byTenant: [...confirmations.values()].reduce((sum, count) => sum + count, 0),
      inTotal: installation.confirmationsLastHour,
    },
  }
}

const toSender = (row: SenderRow | null): KnownSender | null =>
  row && { ...row, lastConfirmedAt: row.lastConfirmedAt ? new Date(row.lastConfirmedAt) : null }

interface PlaceRow {
  tenantId: string
  tenantName: string
  locale: string
  attachUnknownToHouse: boolean
  houseOrganizationId: string | null
  conversion: 'automatic' | 'manual' | 'rule'
  isConfirmationOn: boolean
  queueId: string
  ticketTypeId: string | null
  managerId: string | null
  openingStateId: string
  channelId: string | null
  channelFromName: string
  channelFromAddress: string
}

async function readPlace(db: TenantSql, raw: ReadMail['raw']): Promise<PlaceRow> {
  const [row] = await db.$queryRaw<PlaceRow[]>`
    SELECT t.id AS "tenantId", t.name AS "tenantName", t.locale, t.attach_unknown_to_house AS "attachUnknownToHouse",
      (SELECT id FROM organization WHERE is_house) AS "houseOrganizationId",
      m.conversion, m.is_confirmation_on AS "isConfirmationOn", q.id AS "queueId",
      a.ticket_type_id AS "ticketTypeId", a.manager_id AS "managerId",
      (SELECT id FROM ticket_state WHERE is_default_opening) AS "openingStateId",
      c.id AS "channelId", coalesce(c.from_name, '') AS "channelFromName", coalesce(c.from_address, '') AS "channelFromAddress"
    FROM mailbox m
    JOIN tenant t ON t.id = m.tenant_id
    LEFT JOIN creation_address a ON a.mailbox_id = m.id AND a.address = ${raw.recipient}
    JOIN queue q ON q.id = coalesce(a.queue_id, m.default_queue_id)
    LEFT JOIN LATERAL (
      SELECT id, from_name, from_address FROM outbound_channel
      WHERE (id = coalesce(q.reply_via_channel_id, m.reply_via_channel_id) OR is_default) AND is_active
      ORDER BY is_default LIMIT 1) c ON true
    WHERE m.id = ${raw.mailboxId}::uuid`
  if (!row) throw new Error(`mailbox ${raw.mailboxId} of a kept mail is gone`)
  return row
}

/**
 * A mailbox that moved may come with other Message-IDs: the programs that copy mail give them out anew. The same words
 * of the same sender at the same second are the same mail then. Elsewhere nobody asks.
 */
async function findSameLetter(db: TenantSql, mail: ReadMail): Promise<IngestContext['sameContent']> {
  const { raw, facts, parsed } = mail
  if (!raw.movedAt || !facts.from || !facts.date) return null
  const { visible } = cleanText(parsed, facts.subjectKind === 'forward')
  const [row] = await db.$queryRaw<NonNullable<IngestContext['sameContent']>[]>`
    SELECT m.id AS "messageId", m.ticket_id AS "ticketId"
    FROM customer_address a
    JOIN ticket t ON t.customer_id = a.customer_id
    JOIN message m ON m.ticket_id = t.id
    WHERE a.address_key = ${addressKey(facts.from.address)} AND m.sent_at = ${facts.date}::timestamptz
      AND m.subject = ${facts.subject} AND m.visible_text = ${visible}
    LIMIT 1`
  return row ?? null
}

/** Empty when nobody usable wrote: then nobody is answered either. */
export const senderDomain = (mail: ReadMail): string =>
  mail.facts.from ? addressDomain(addressKey(mail.facts.from.address)) : ''
