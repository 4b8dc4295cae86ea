import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { threadKeys } from '@/lib/outbound/thread-keys'
import { readTokens } from '@/lib/outbound/thread-token'
import type { AgentScope } from '@/lib/tenancy/scope'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { temporaryBlobs } from '../../support/blobs'
import { testDatabase } from '../../support/database'
import { headerOf } from '../../support/mail-headers'
import { getTestTicket, insertTestMessage, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
const blobs = temporaryBlobs()
let world: World
let a: TenantWorld
let ticketId: string
let ticketNumber: number
let firstMessageId: string

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

/** A ticket of Maria's with one message of hers. */
beforeEach(async () => {
  ;({ ticketId, number: ticketNumber } = await insertTestTicket(a))
  firstMessageId = await write()
})

const write = (part: Parameters<typeof insertTestMessage>[2] = {}) => insertTestMessage(a, ticketId, part)
const later = new Date('2026-11-20T10:00:00Z')

const reply = (part: Record<string, unknown> = {}, scope: AgentScope = a.agent) =>
  replyToTicket(
    scope,
    ReplyToTicketInput.parse({
      ticketId,
      html: '<p>Please change the <b>bulb</b>.</p>',
      idempotencyKey: crypto.randomUUID(),
      ...part,
    }),
    { blobs },
  )

const get = () => getTestTicket(a, ticketNumber)

async function mailOf(outboundMailId: string) {
  const [row] = await database.query<{
    state: string
    recipients: { address: string; state: string }[]
    message_id_header: string
    envelope_from: string
    bytes: Buffer
  }>(
    `SELECT o.*, m.bytes FROM outbound_mail o JOIN outbound_mime m ON m.outbound_mail_id = o.id WHERE o.id = $1`,
    [outboundMailId],
  )
  if (!row) throw new Error('no outbound mail')
  return { ...row, raw: row.bytes.toString('latin1') }
}

const countAll = async () => {
  const [row] = await database.query<{ counts: string }>(
    `SELECT concat_ws('/', (SELECT count(*) FROM message), (SELECT count(*) FROM outbound_mail),
       (SELECT count(*) FROM outbound_mime), (SELECT count(*) FROM outbox), (SELECT count(*) FROM audit_entry),
       (SELECT sum(version) FROM ticket)) AS counts`,
  )
  return row?.counts
}

describe('a reply', () => {
  test('is a message, a promise with its bytes, a changed ticket and an event, all at once', async () => {
    const sent = await reply()
    const ticket = await get()
    const mail = await mailOf(sent.outboundMailId)
    expect(mail.state).toBe('pending')
    expect(mail.recipients).toEqual([{ address: 'maria@customer.example', state: 'waiting', detail: '' }])
    expect(headerOf(mail.raw, 'subject')).toBe('Re: Lamp')
    expect(headerOf(mail.raw, 'in-reply-to')).toBe(`<${firstMessageId}@customer.example>`)
    expect(mail.raw).toContain('> The lamp flickers.')
    expect(ticket.isUnanswered).toBe(false)
    expect(ticket.state.phase).toBe('working')
    expect(ticket.assignee?.id).toBe(a.agent.actor.membershipId)
    expect(ticket.messageCount).toBe(2)
    expect(ticket.excerpt).toBe('Please change the bulb.')
    expect(ticket.version).toBe(2)
    const entry = ticket.entries.find((one) => one.kind === 'message' && one.id === sent.messageId)
    expect(entry).toMatchObject({
      messageKind: 'reply',
      author: { name: 'Ada', isAgent: true },
      visibleText: 'Please change the bulb.',
      delivery: { outboundMailId: sent.outboundMailId, state: 'pending', trouble: null },
    })
    expect(ticket.entries.filter((one) => one.kind === 'event').map((one) => one.action)).toEqual([
      'state_changed',
      'assigned',
    ])
    const events = await database.query(
      `SELECT data, claimed_until FROM outbox WHERE name = 'outbound/queued' AND tenant_id = $1`,
      [a.tenantId],
    )
    expect(events).toEqual([{ data: { tenantId: a.tenantId }, claimed_until: null }])
  })

  test('carries marks that lead back to this ticket of this tenant and no other', async () => {
    const { outboundMailId } = await reply()
    const { raw, message_id_header } = await mailOf(outboundMailId)
    const replyTo = /<([^>]+)>/.exec(headerOf(raw, 'reply-to'))?.[1] ?? ''
    const [rootId = ''] = headerOf(raw, 'references').split(/\s+/)
    const marks = [message_id_header, rootId, replyTo]
    const read = readTokens(threadKeys(), a.tenantId, marks)
    expect(read.map((one) => one.ticketId ?? one.ticketNumber)).toEqual([ticketId, ticketId, ticketNumber])
    expect(readTokens(threadKeys(), world.b.tenantId, marks)).toEqual([])
  })

  test('goes to whom the composer showed', async () => {
    await write({ ccAddresses: [{ name: 'X', address: 'x@stranger.example' }], receivedAt: later })
    const { replyPlan } = await get()
    expect(replyPlan).toMatchObject({
      ok: true,
      to: [{ address: 'maria@customer.example', reason: 'sender-of-last' }],
      cc: [],
      leftOut: [
        { address: a.channelAddress, reason: 'own-address' },
        { address: 'x@stranger.example', reason: 'not-yet-part' },
      ],
    })
    const { outboundMailId } = await reply()
    expect((await mailOf(outboundMailId)).recipients.map((one) => one.address)).toEqual([
      'maria@customer.example',
    ])
  })

  test('lets somebody in when the author says so, and from then on', async () => {
    await write({ ccAddresses: [{ name: 'X', address: 'x@stranger.example' }], receivedAt: later })
    const first = await reply({ addCc: ['X@stranger.example'] })
    expect((await mailOf(first.outboundMailId)).recipients.map((one) => one.address)).toEqual([
      'maria@customer.example',
      'x@stranger.example',
    ])
    const second = await reply()
    expect((await mailOf(second.outboundMailId)).recipients).toHaveLength(2)
  })

  test('lets nobody in whom the answered mail did not name', async () => {
    await expect(reply({ addCc: ['y@stranger.example'] })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('answers a person rather than his vacation notice, and never an open request to join', async () => {
    await write({ fromAddress: 'vacation@customer.example', classification: 'vacation', receivedAt: later })
    await write({ fromAddress: 'x@stranger.example', joinState: 'pending', receivedAt: later })
    const { outboundMailId } = await reply()
    const mail = await mailOf(outboundMailId)
    expect(mail.recipients.map((one) => one.address)).toEqual(['maria@customer.example'])
    expect(headerOf(mail.raw, 'in-reply-to')).toBe(`<${firstMessageId}@customer.example>`)
  })

  test('quotes the answered message and nothing of the notes', async () => {
    await withTenant(a.agent, (db) =>
      db.message.create({
        data: {
          id: newId(),
          ticketId,
          kind: 'note',
          visibleText: 'SECRET-AMONG-US',
          html: 'SECRET-AMONG-US',
          receivedAt: new Date(),
        },
      }),
    )
    const { raw } = await mailOf((await reply()).outboundMailId)
    expect(raw).not.toContain('SECRET')
  })

  test('puts the ticket into the chosen state; closing it counts as closed', async () => {
    await reply({ stateId: a.states.closing })
    const ticket = await get()
    expect(ticket.state.phase).toBe('closing')
    const [row] = await database.query('SELECT closed_at FROM ticket WHERE id = $1', [ticketId])
    expect(row?.closed_at).toBeInstanceOf(Date)
  })
})

describe('pressing twice', () => {
  test('sends once', async () => {
    const idempotencyKey = crypto.randomUUID()
    const [first, second] = await Promise.all([reply({ idempotencyKey }), reply({ idempotencyKey })])
    const third = await reply({ idempotencyKey })
    expect([second, third]).toEqual([first, first])
    const rows = await database.query('SELECT id FROM outbound_mail WHERE ticket_id = $1', [ticketId])
    expect(rows).toHaveLength(1)
  })

  test('with another text under the same key is refused', async () => {
    const idempotencyKey = crypto.randomUUID()
    await reply({ idempotencyKey })
    await expect(reply({ idempotencyKey, html: '<p>Other</p>' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test("a key that is another tenant's message id is a key like any other", async () => {
    const { messageId } = await reply({ idempotencyKey: world.b.messageId })
    expect(messageId).not.toBe(world.b.messageId)
  })
})

describe('what came meanwhile', () => {
  test('a newer mail of the customer asks first', async () => {
    await write({ receivedAt: later })
    await expect(reply({ lastSeenMessageId: firstMessageId })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('nothing newer, or only a request to join: the reply goes', async () => {
    await write({ fromAddress: 'x@stranger.example', joinState: 'pending', receivedAt: later })
    await expect(reply({ lastSeenMessageId: firstMessageId })).resolves.toHaveProperty('outboundMailId')
  })
})

describe('refusals write nothing', () => {
  test.each(['ticketId', 'stateId', 'lastSeenMessageId'] as const)(
    "another tenant's %s is as unknown as one that nobody has",
    async (field) => {
      const before = await countAll()
      const foreign = {
        ticketId: world.b.ticketId,
        stateId: world.b.states.working,
        lastSeenMessageId: world.b.messageId,
      }[field]
      for (const id of [foreign, newId()])
        await expect(reply({ [field]: id })).rejects.toMatchObject({ code: 'not_found' })
      expect(await countAll()).toBe(before)
    },
  )

  test('a blocked customer gets no reply', async () => {
    await withTenant(a.agent, (db) =>
      db.blockedAddress.create({
        data: { id: newId(), addressKey: 'maria@customer.example', reason: 'listed' },
      }),
    )
    expect((await get()).replyPlan).toEqual({ ok: false, code: 'recipient_blocked' })
    await expect(reply()).rejects.toMatchObject({ code: 'recipient_blocked' })
    await withTenant(a.agent, (db) =>
      db.blockedAddress.deleteMany({ where: { addressKey: 'maria@customer.example' } }),
    )
  })

  test('an empty text is no reply', async () => {
    await expect(reply({ html: '<p> </p><script>x</script>' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})
