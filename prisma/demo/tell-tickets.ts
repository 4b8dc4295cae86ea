import type { BlobStore } from '@/lib/blobs/types'
import type { Env } from '@/lib/env'
import { tellMessage } from './tell-message'
import { idsOf } from './tenant-ids'
import type { DemoMessage, DemoTenant, DemoTicket } from './types'

export type Row = Record<string, unknown>

/** Everything that tickets are made of, in an order that foreign keys accept. */
export interface Story {
  tables: [table: string, rows: Row[]][]
  storedBytes: number
}

/** What telling one message adds. */
export interface Told {
  rows: Partial<Record<TicketTable, Row[]>>
  storedBytes: number
}

const ticketTables = [
  'ticket',
  'message',
  'message_key',
  'attachment',
  'raw_mail',
  'outbound_mail',
  'outbound_mime',
  'delivery_event',
  'audit_entry',
] as const
export type TicketTable = (typeof ticketTables)[number]

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The tickets of a firm, numbered in the order they came. Both firms have a number 1. */
export async function tellTickets(tenant: DemoTenant, env: Env, blobs: BlobStore, at: Date): Promise<Story> {
  const tables = new Map<TicketTable, Row[]>(ticketTables.map((table) => [table, []]))
  let storedBytes = 0
  const add = (told: Told) => {
    for (const table of ticketTables) tables.get(table)?.push(...(told.rows[table] ?? []))
    storedBytes += told.storedBytes
  }
  const oldestFirst = [...tenant.tickets].sort((a, b) => b.daysAgo - a.daysAgo)
  for (const [index, ticket] of oldestFirst.entries()) {
    const number = index + 1
    const times = timesOf(ticket, at)
    tables.get('ticket')?.push(ticketRow(tenant, ticket, number, times))
    tables.get('audit_entry')?.push(...auditRows(tenant, ticket, number, times))
    for (const [position, message] of ticket.talk.entries()) {
      const told = await tellMessage({ tenant, ticket, number, message, position, times, env, blobs })
      add(told)
    }
  }
  for (const [index, mail] of tenant.quarantined.entries()) {
    const receivedAt = new Date(at.getTime() - mail.daysAgo * dayMs)
    const bytes = Buffer.from(
      `From: ${mail.from}\r\nSubject: ${mail.subject}\r\n\r\n(a mail that could not be read)\r\n`,
    )
    const { sha256, sizeBytes } = await blobs.put(idsOf(tenant.slug).tenant, bytes)
    storedBytes += sizeBytes
    tables.get('raw_mail')?.push(quarantinedRow(tenant, mail, index, receivedAt, sha256, sizeBytes))
  }
  return { tables: [...tables], storedBytes }
}

function timesOf(ticket: DemoTicket, at: Date): Date[] {
  let time = at.getTime() - ticket.daysAgo * dayMs
  return ticket.talk.map((message) => {
    time += ('after' in message ? (message.after ?? 0) : 0) * hourMs
    // Nothing in the story is ahead of the day it is told.
    return new Date(Math.min(time, at.getTime() - 60_000))
  })
}

function ticketRow(tenant: DemoTenant, ticket: DemoTicket, number: number, times: Date[]): Row {
  const ids = idsOf(tenant.slug)
  const { organization } = customerOf(tenant, ticket.from)
  const shown = ticket.talk.flatMap((message, index) =>
    movesTicket(message) ? [{ message, at: times[index] }] : [],
  )
  const last = shown.at(-1)
  const isClosed = tenant.states.find((state) => state.name === ticket.state)?.phase === 'closing'
  const unanswered = firstUnanswered(ticket, times)
  return {
    id: ids.ticket(String(number)),
    number,
    subject: ticket.subject,
    state_id: ids.state(ticket.state),
    queue_id: ids.queue(ticket.queue),
    ticket_type_id: ticket.type ? ids.type(ticket.type) : null,
    priority: ticket.priority ?? 'normal',
    assignee_id: ticket.assignee ? ids.member(ticket.assignee) : null,
    customer_id: ids.customer(ticket.from),
    organization_id: organization ? ids.organization(organization) : null,
    audience: 'requester',
    mailbox_id: ids.mailbox,
    excerpt: (last?.message.text ?? '').replaceAll(/\s+/g, ' ').slice(0, 140),
    message_count: ticket.talk.length,
    unanswered_since: isClosed ? null : unanswered,
    last_message_at: last?.at ?? times[0],
    closed_at: isClosed ? last?.at : null,
    created_at: times[0],
    version: 1,
  }
}

/** Notes and requests to join leave a ticket where it is. */
const movesTicket = (message: DemoMessage): boolean =>
  message.kind === 'out' || (message.kind === 'in' && !message.asksToJoin)

function firstUnanswered(ticket: DemoTicket, times: Date[]): Date | null {
  let since: Date | null = null
  for (const [index, message] of ticket.talk.entries()) {
    if (message.kind === 'out') since = null
    if (message.kind === 'in' && !message.asksToJoin) since ??= times[index] ?? null
  }
  return since
}

function auditRows(tenant: DemoTenant, ticket: DemoTicket, number: number, times: Date[]): Row[] {
  const ids = idsOf(tenant.slug)
  const [opening] = tenant.states
  const base = { ticket_id: ids.ticket(String(number)) }
  const rows: Row[] = [
    {
      ...base,
      id: ids.audit(`${number} created`),
      actor_kind: 'system',
      actor_id: null,
      action: 'ticket_created',
      details: {},
      at: times[0],
    },
  ]
  const firstAct = ticket.talk.findIndex((message) => message.kind !== 'in')
  const actor = ticket.assignee
  if (!actor || firstAct < 0) return rows
  const at = new Date((times[firstAct] ?? new Date()).getTime() - 120_000)
  const byAgent = { ...base, actor_kind: 'agent', actor_id: ids.member(actor) }
  const displayName = tenant.members.find((member) => member.person === actor)?.displayName ?? ''
  rows.push({
    ...byAgent,
    id: ids.audit(`${number} assigned`),
    action: 'assigned',
    details: { from: null, to: displayName },
    at,
  })
  if (ticket.state !== opening?.name) {
    rows.push({
      ...byAgent,
      id: ids.audit(`${number} state`),
      action: 'state_changed',
      details: { from: opening?.name ?? '', to: ticket.state },
      at: new Date((times.at(-1) ?? at).getTime() + 30_000),
    })
  }
  return rows
}

function quarantinedRow(
  tenant: DemoTenant,
  mail: DemoTenant['quarantined'][number],
  index: number,
  receivedAt: Date,
  sha256: string,
  sizeBytes: number,
): Row {
  const ids = idsOf(tenant.slug)
  return {
    id: ids.rawMail(`quarantined ${index}`),
    mailbox_id: ids.mailbox,
    source: 'smtp',
    recipient: '',
    envelope_from: mail.from,
    envelope_to: [],
    client_ip: '127.0.0.1',
    helo: '',
    size_bytes: sizeBytes,
    sha256,
    delivery_count: 1,
    received_at: receivedAt,
    state: 'quarantined',
    outcome: 'quarantine',
    reason: mail.reason,
    subject: mail.subject,
    from_address: mail.from,
    attempts: 1,
    next_attempt_at: receivedAt,
    ticket_id: null,
    message_id: null,
    trail: [
      { stage: 'keep', code: 'kept', data: { envelopeFrom: mail.from, sizeBytes, sha256 } },
      { stage: 'parse', code: mail.reason, data: { detail: '', attempts: 1 } },
    ],
    decided_at: receivedAt,
  }
}

export function customerOf(tenant: DemoTenant, key: string) {
  const customer = tenant.customers[key]
  if (!customer) throw new Error(`the story of ${tenant.slug} knows no ${key}`)
  return customer
}
