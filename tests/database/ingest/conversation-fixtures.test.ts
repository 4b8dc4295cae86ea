import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { ingestSettings } from '@/lib/ingest/settings'
import { makeReplyAddress } from '@/lib/outbound/thread-token'
import { database, pipeline, setUpIngest } from '../../support/ingest-setup'
import { createTenantWorld, createUser, type TenantWorld } from '../../support/world'

/**
 * Conversations as files, mail by mail in the order of their names: each in a tenant of its own. What no file can know
 * (our own ids and addresses) stands there as a word in capitals.
 */
setUpIngest()
const folder = path.join(import.meta.dirname, '../../fixtures/mail/conversations')

interface Ending {
  /** What the senders' domains say of all of them; nothing where it is not said. */
  verdict?: 'pass' | 'fail'
  /** A letter for each mail: which ticket it is in; "-" for none. */
  tickets: string
  /** Of the first ticket, in the end. */
  phase?: 'opening' | 'waiting' | 'closing'
  requester?: string
  outcomes?: (string | null)[]
}

const endings: Record<string, Ending> = {
  'address-where-an-id-belongs': { tickets: 'AB' },
  'answer-to-the-confirmation': { tickets: 'AA' },
  'bounce-of-the-confirmation': { tickets: 'A-', outcomes: ['create', 'record-bounce'], phase: 'opening' },
  'five-people-ask-for-help': { tickets: 'ABCDE' },
  'from-our-own-address': { tickets: 'A-B', outcomes: ['create', 'from-own-address', 'create'] },
  'one-mail-to-two-mailboxes': { tickets: 'AA', outcomes: ['create', 'duplicate'] },
  'out-of-office-of-the-requester': { tickets: 'AA', phase: 'waiting' },
  'reply-address-in-copy': { tickets: 'AA' },
  'reply-that-overtakes-its-mail': { tickets: 'AA' },
  'reply-to-a-closed-ticket': { tickets: 'AA', phase: 'opening' },
  'somebody-in-copy-answers': { tickets: 'AA', requester: 'nora@galli.example' },
  'spoofed-participant-copies-a-stranger-in': { tickets: 'AAB', requester: 'nora@galli.example' },
  'subject-changed-in-a-reply': { tickets: 'AA' },
  'ticket-number-in-a-strangers-subject': { tickets: 'AB' },
  'two-answer-a-mail-never-seen': { tickets: 'AA', verdict: 'pass' },
}

let tenants = 0
async function makeTenant(): Promise<TenantWorld> {
  const slug = `conversation${++tenants}`
  return createTenantWorld(database, slug, await createUser(database, `${slug}@postino.test`, 'Shared'))
}

interface Place {
  outcome: string
  ticketId: string | null
}

/** Delivers one file and says where it went. */
async function deliver(
  tenant: TenantWorld,
  name: string,
  file: string,
  first: string | null,
): Promise<Place> {
  const bytes = readFileSync(path.join(folder, name, file), 'latin1')
  const words = await wordsOf(tenant, first)
  const text = bytes.replace(/[A-Z]+-(?:ADDRESS|ID|NUMBER)/g, (word) => words[word] ?? word)
  const stateId = /when-(closed|waiting)/.exec(file)?.[1] === 'closed' ? 'closing' : 'waiting'
  if (file.includes('when-'))
    await database.query('UPDATE ticket SET state_id = $1, closed_at = now() WHERE id = $2', [
      tenant.states[stateId],
      first,
    ])
  const mailboxId = file.includes('second-mailbox') ? await secondMailbox(tenant) : tenant.mailboxId
  const from = file.includes('from-nobody') ? '' : 'someone@galli.example'
  await pipeline.deliver({ ...tenant, mailboxId }, Buffer.from(text, 'latin1'), { from })
  const [row] = await database.query<Place & Record<string, unknown>>(
    `SELECT coalesce(r.reason, r.outcome) AS outcome, CASE WHEN r.message_id IS NOT NULL THEN r.ticket_id END AS "ticketId"
     FROM raw_mail r WHERE r.tenant_id = $1 ORDER BY r.received_at DESC, r.id DESC LIMIT 1`,
    [tenant.tenantId],
  )
  if (!row) throw new Error(`${file} was not kept`)
  return row
}

async function wordsOf(tenant: TenantWorld, ticketId: string | null): Promise<Record<string, string>> {
  const [row] = await database.query<{ number: number; id: string | null }>(
    `SELECT t.number, (SELECT message_id_header FROM outbound_mail WHERE ticket_id = t.id LIMIT 1) AS id
     FROM ticket t WHERE t.id = $1`,
    [ticketId],
  )
  const { tenantId, creationAddress, channelAddress } = tenant
  const [key] = ingestSettings().threadKeys
  const ticketNumber = row?.number ?? 0
  return {
    'OWN-ADDRESS': channelAddress,
    'TICKET-NUMBER': String(ticketNumber),
    'CONFIRMATION-ID': row?.id ?? '',
    'REPLY-ADDRESS': String(makeReplyAddress(key, { tenantId, ticketNumber }, creationAddress)),
  }
}

async function secondMailbox(tenant: TenantWorld): Promise<string> {
  const id = newId()
  await database.query(
    `INSERT INTO mailbox (id, tenant_id, kind, name, default_queue_id) VALUES ($1, $2, 'forwarding', 'Second', $3)`,
    [id, tenant.tenantId, tenant.otherQueueId],
  )
  return id
}

const lettersOf = (places: Place[]): string => {
  const tickets = [...new Set(places.flatMap(({ ticketId }) => ticketId ?? []))]
  return places
    .map(({ ticketId }) => (ticketId === null ? '-' : String.fromCharCode(65 + tickets.indexOf(ticketId))))
    .join('')
}

test('every conversation has an ending', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(endings).sort())
})

test.each(Object.entries(endings))('%s', async (name, { tickets, verdict, phase, requester, outcomes }) => {
  pipeline.authentication = { verdict: verdict ?? 'none', details: [] }
  const tenant = await makeTenant()
  const places: Place[] = []
  for (const file of readdirSync(path.join(folder, name)).sort())
    places.push(await deliver(tenant, name, file, places[0]?.ticketId ?? null))
  expect(lettersOf(places)).toBe(tickets)
  if (outcomes) expect(places.map(({ outcome }) => outcome)).toEqual(outcomes)
  const [first] = await database.query<{ phase: string; requester: string }>(
    `SELECT s.phase, a.address_key AS requester FROM ticket t JOIN ticket_state s ON s.id = t.state_id
     JOIN customer_address a ON a.customer_id = t.customer_id WHERE t.id = $1`,
    [places[0]?.ticketId],
  )
  if (phase) expect(first?.phase).toBe(phase)
  if (requester) expect(first?.requester).toBe(requester)
})
