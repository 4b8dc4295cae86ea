import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { headerOf } from '../../support/mail-headers'
import { eventsOf, getTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let a: TenantWorld
let pipeline: TestPipeline
let raw: string

/** Maria writes, Ada answers and closes. */
beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
  pipeline = await createTestPipeline()
  await pipeline.deliver(
    a,
    mailText({
      From: 'Maria <maria@customer.example>',
      Subject: 'Lamp',
      'Message-ID': '<lamp@customer.example>',
    }),
  )
  const [row] = await database.query<{ id: string }>(`SELECT id FROM ticket WHERE subject = 'Lamp'`)
  const input = ReplyToTicketInput.parse({
    ticketId: row?.id,
    html: '<p>Change the bulb.</p>',
    stateId: a.states.closing,
    idempotencyKey: crypto.randomUUID(),
  })
  const { outboundMailId } = await replyToTicket(a.agent, input, { blobs: pipeline.ports.blobs })
  const [mime] = await database.query<{ bytes: Buffer }>(
    'SELECT bytes FROM outbound_mime WHERE outbound_mail_id = $1',
    [outboundMailId],
  )
  raw = mime?.bytes.toString('latin1') ?? ''
})
afterAll(() => pipeline.close())

const countTickets = async () =>
  (await database.query('SELECT id FROM ticket WHERE tenant_id = $1', [a.tenantId])).length
const answer = (fields: Record<string, string | null>, from = 'Maria <maria@customer.example>') =>
  pipeline.deliver(a, mailText({ From: from, Subject: 'R: Lamp', ...fields }, 'It is dark again.\n'))

test.each([
  ['In-Reply-To alone', () => ({ 'In-Reply-To': headerOf(raw, 'message-id') })],
  ['the root of References alone', () => ({ References: headerOf(raw, 'references').split(/\s+/)[0] ?? '' })],
  ['the reply address alone', () => ({ To: /<([^>]+)>/.exec(headerOf(raw, 'reply-to'))?.[1] ?? '' })],
  ['the id of her own first mail alone', () => ({ References: '<lamp@customer.example>' })],
])('an answer that kept %s lands in the ticket and reopens it', async (_name, fields) => {
  const { number } = await getTestTicket(a, 2)
  await database.query(
    'UPDATE ticket SET state_id = $1, unanswered_since = NULL WHERE number = $2 AND tenant_id = $3',
    [a.states.closing, number, a.tenantId],
  )
  const before = await countTickets()
  const { messageCount } = await getTestTicket(a, number)
  await answer(fields())
  const ticket = await getTestTicket(a, number)
  expect(await countTickets()).toBe(before)
  expect([ticket.messageCount, ticket.state.phase, ticket.isUnanswered]).toEqual([
    messageCount + 1,
    'opening',
    true,
  ])
  expect((await eventsOf(a, number)).at(-1)?.[0]).toBe('ticket_reopened')
})

test('a relay that gives our mail another Message-ID and another date: the customer’s answer still finds its ticket', async () => {
  const passedOn = raw
    .replace(/^Message-ID:.*(?:\r\n[ \t].*)*/im, 'Message-ID: <made-up-by@relay.example>')
    .replace(/^Date:.*/im, 'Date: Mon, 01 Jan 2001 00:00:00 +0000')
  expect(headerOf(passedOn, 'message-id')).not.toBe(headerOf(raw, 'message-id'))
  const before = await countTickets()
  const { messageCount } = await getTestTicket(a, 2)
  // As every client writes them (RFC 5322, 3.6.4): the parent's References and then its Message-ID.
  const parent = headerOf(passedOn, 'message-id')
  await answer({ 'In-Reply-To': parent, References: `${headerOf(passedOn, 'references')} ${parent}` })
  expect(await countTickets()).toBe(before)
  expect((await getTestTicket(a, 2)).messageCount).toBe(messageCount + 1)
})

test("a stranger with our mark asks to join; the ticket's state stays", async () => {
  await database.query('UPDATE ticket SET state_id = $1 WHERE number = 2 AND tenant_id = $2', [
    a.states.closing,
    a.tenantId,
  ])
  await answer({ 'In-Reply-To': headerOf(raw, 'message-id') }, 'X <x@stranger.example>')
  const ticket = await getTestTicket(a, 2)
  expect([ticket.hasJoinRequest, ticket.state.phase]).toEqual([true, 'closing'])
  expect(ticket.replyPlan).toMatchObject({ ok: true, to: [{ address: 'maria@customer.example' }] })
})

test('the same mark in a mail to another tenant leads nowhere', async () => {
  const b = world.b
  await pipeline.deliver(
    b,
    mailText({ 'In-Reply-To': headerOf(raw, 'message-id'), Subject: 'To the other tenant' }),
  )
  const made = await database.query(`SELECT tenant_id FROM ticket WHERE subject = 'To the other tenant'`)
  expect(made).toEqual([{ tenant_id: b.tenantId }])
})
