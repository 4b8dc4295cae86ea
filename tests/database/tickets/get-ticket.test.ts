import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { testDatabase } from '../../support/database'
import { eventsOf, getTestTicket, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld } from '../../support/world'

const database = testDatabase()
let a: TenantWorld
let ticketId: string
let number: number

beforeAll(async () => {
  a = (await createWorld(database)).a
})

beforeEach(async () => {
  ;({ ticketId, number } = await insertTestTicket(a))
})

const write = async (part: Record<string, unknown> = {}): Promise<string> => {
  const id = newId()
  await withTenant(a.agent, (db) =>
    db.message.create({
      data: {
        id,
        ticketId,
        kind: 'inbound',
        fromName: 'Maria',
        fromAddress: 'maria@customer.example',
        receivedAt: new Date('2026-11-20T09:00:00Z'),
        ...part,
      },
    }),
  )
  return id
}
const messages = async () =>
  (await getTestTicket(a, number)).entries.flatMap((entry) => (entry.kind === 'message' ? [entry] : []))

describe('the conversation', () => {
  test('is told from the oldest to the newest, messages and acts together', async () => {
    const later = await write({ receivedAt: new Date('2026-11-20T11:00:00Z') })
    const earlier = await write({ receivedAt: new Date('2026-11-20T10:00:00Z') })
    await withTenant(a.agent, (db) =>
      db.auditEntry.create({
        data: {
          id: newId(),
          ticketId,
          actorKind: 'agent',
          actorId: a.agent.actor.membershipId,
          action: 'assigned',
          at: new Date('2026-11-20T10:30:00Z'),
        },
      }),
    )
    const { entries } = await getTestTicket(a, number)
    expect(entries.map((entry) => (entry.kind === 'event' ? entry.action : entry.id))).toEqual([
      earlier,
      'assigned',
      later,
    ])
  })

  test('of 300 messages shows the newest 200', async () => {
    await database.query(
      `INSERT INTO message (id, tenant_id, ticket_id, kind, visible_text, received_at)
       SELECT gen_random_uuid(), $1, $2, 'inbound', n::text, timestamptz '2026-11-20' + n * interval '1 minute'
       FROM generate_series(1, 300) n`,
      [a.tenantId, ticketId],
    )
    const shown = await messages()
    expect([shown.length, shown[0]?.visibleText, shown.at(-1)?.visibleText]).toEqual([200, '101', '300'])
  })

  test('a mail delivered twice is one message that says so, and by which mailboxes it came', async () => {
    const messageId = await write()
    const rawMailId = newId()
    const elsewhere = newId()
    await withTenant(a.agent, (db) =>
      db.mailbox.create({
        data: { id: elsewhere, kind: 'forwarding', name: 'Sales', defaultQueueId: a.otherQueueId },
      }),
    )
    for (const [id, mailboxId, count, minute] of [
      [rawMailId, a.mailboxId, 2, 0],
      [newId(), elsewhere, 1, 5],
    ] as const) {
      await withTenant(a.agent, (db) =>
        db.rawMail.create({
          data: {
            id,
            mailboxId,
            source: 'smtp',
            sizeBytes: 1,
            sha256: id,
            deliveryCount: count,
            receivedAt: new Date(Date.UTC(2026, 10, 20, 9, minute)),
            messageId,
            ticketId,
          },
        }),
      )
    }
    const deliveredTo = ['Sales', 'Support']
    expect(await messages()).toMatchObject([{ id: messageId, deliveryCount: 3, deliveredTo, rawMailId }])
  })

  test('a sender who bears the name of an agent, or another address as name, is marked', async () => {
    await write({ fromName: 'ada' })
    await write({ fromName: 'support@alpha.test', fromAddress: 'x@stranger.example' })
    await write()
    expect((await messages()).map((message) => message.author.isSpoofLike)).toEqual([true, true, false])
  })

  test('an unsure split of new and quoted text says so', async () => {
    await write({ splitConfidence: 0.4, html: '<p>x</p>' })
    expect(await messages()).toMatchObject([{ isSplitTrusted: false, hasHtml: true }])
  })

  test('a confirmation stands among the acts with what became of it', async () => {
    await withTenant(a.agent, (db) =>
      db.outboundMail.create({
        data: {
          id: newId(),
          kind: 'confirmation',
          state: 'accepted',
          ticketId,
          channelId: a.channelId,
          messageIdHeader: `${newId()}@postino.test`,
          envelopeFrom: '',
          recipients: [{ address: 'maria@customer.example', state: 'accepted', detail: '' }],
        },
      }),
    )
    expect(await eventsOf(a, number)).toEqual([
      ['confirmation_accepted', null, { to: 'maria@customer.example', trouble: null }],
    ])
  })
})

test('beside it stand the customer, his other tickets newest first, and what is linked', async () => {
  const other = await insertTestTicket(a, { receivedAt: new Date('2026-11-21T09:00:00Z') })
  await withTenant(a.agent, (db) =>
    db.ticketLink.create({
      data: { id: newId(), fromTicketId: other.ticketId, toTicketId: ticketId, kind: 'possibly_related' },
    }),
  )
  const ticket = await getTestTicket(a, number)
  expect(ticket.customer).toMatchObject({
    id: a.customerId,
    addresses: ['maria@customer.example'],
    organization: 'Customer Inc',
  })
  expect(ticket.customer.otherTickets[0]).toMatchObject({
    number: other.number,
    subject: 'Lamp',
    lastMessageAt: '2026-11-21T09:00:00.000Z',
  })
  expect(ticket.customer.otherTickets.map((one) => one.number)).not.toContain(number)
  expect(ticket.links).toEqual([{ kind: 'possibly_related', number: other.number, subject: 'Lamp' }])
})

describe('the reply plan', () => {
  test('leaves by the queue, else by the mailbox, else by the standard channel', async () => {
    const plan = async () => {
      const { replyPlan } = await getTestTicket(a, number)
      return replyPlan.ok ? replyPlan.channelName : replyPlan.code
    }
    await write()
    expect(await plan()).toBe('Mail')
    const [mailboxChannel, queueChannel] = [newId(), newId()]
    await withTenant(a.agent, async (db) => {
      for (const [id, name] of [
        [mailboxChannel, 'By mailbox'],
        [queueChannel, 'By queue'],
      ] as const)
        await db.outboundChannel.create({
          data: { id, kind: 'smtp', name, fromName: name, fromAddress: `${id}@alpha.test` },
        })
      await db.mailbox.update({ where: { id: a.mailboxId }, data: { replyViaChannelId: mailboxChannel } })
    })
    expect(await plan()).toBe('By mailbox')
    await withTenant(a.agent, (db) =>
      db.queue.update({ where: { id: a.queueId }, data: { replyViaChannelId: queueChannel } }),
    )
    expect(await plan()).toBe('By queue')
  })
})
