import { beforeAll, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { getTicket } from '@/lib/tickets/get-ticket'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'
import { GetTicketInput, ListTicketsInput, MoveTicketInput } from '@/lib/tickets/inputs'
import { listTickets } from '@/lib/tickets/list-tickets'
import { moveTicket } from '@/lib/tickets/move-ticket'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import type { TenantWorld } from '../../support/world'

/** A mail to mailboxes of several queues is one ticket, found in all of them until somebody chooses one. */
setUpIngest()

/** The tenant as its second mailbox knows it, whose tickets stand in the other queue. */
let john: TenantWorld

beforeAll(async () => {
  const mailboxId = newId()
  const creationAddress = 'in+john@postino.example'
  await withTenant(world.a.agent, async (db) => {
    await db.mailbox.create({
      data: { id: mailboxId, kind: 'forwarding', name: 'John', defaultQueueId: world.a.otherQueueId },
    })
    await db.creationAddress.create({ data: { id: newId(), mailboxId, address: creationAddress } })
  })
  john = { ...world.a, mailboxId, creationAddress }
})

const idOf = (name: string) => `<${name}@mail.asks.example>`
const mail = (name: string, headers: Record<string, string> = {}) =>
  mailText({
    From: `${name}@asks.example`,
    To: 'info@business.example, john@business.example',
    'Message-ID': idOf(name),
    Subject: `About ${name}`,
    ...headers,
  })

const ticketOf = async (name: string) => {
  const [row] = await database.query<{ id: string; number: number }>(
    `SELECT t.id, t.number FROM message m JOIN ticket t ON t.id = m.ticket_id
     WHERE m.tenant_id = $1 AND m.message_id_header = $2`,
    [world.a.tenantId, `${name}@mail.asks.example`],
  )
  if (!row) throw new Error(`no message of ${name}`)
  return row
}
const open = (number: number) => getTicket(world.a.agent, GetTicketInput.parse({ number }))
const move = (ticketId: string, queueId: string) =>
  moveTicket(world.a.agent, MoveTicketInput.parse({ ticketId, queueId }))

const found = async (queueId: string, more: Record<string, unknown> = {}, tenant = world.a) => {
  const { items } = await listTickets(tenant.agent, ListTicketsInput.parse({ queueId, ...more }))
  return items.map(({ number }) => number)
}
/** How many of the open tickets each queue counts, and all of them. */
const counts = async (tenant = world.a) => {
  const { queues, views } = await getInboxOverview(tenant.agent)
  const of = (id: string) => queues.find((queue) => queue.id === id)?.openCount ?? -1
  return { info: of(tenant.queueId), john: of(tenant.otherQueueId), open: views.open }
}
const queuesOf = async (name: string) => {
  const { queue, alsoInQueues } = await open((await ticketOf(name)).number)
  return [queue.id, ...alsoInQueues.map(({ id }) => id)]
}

test('a mail to two mailboxes is one ticket, listed and counted once in the queue of each, and once in all', async () => {
  const before = await counts()
  await pipeline.deliver(world.a, mail('both'))
  await pipeline.deliver(john, mail('both'))
  const { number } = await ticketOf('both')
  expect(await counts()).toEqual({ info: before.info + 1, john: before.john + 1, open: before.open + 1 })
  for (const queueId of [world.a.queueId, world.a.otherQueueId])
    for (const more of [
      {},
      { view: 'all' },
      { view: 'unassigned' },
      { subject: 'about both' },
      { subject: 'ou' },
    ])
      expect((await found(queueId, more)).filter((one) => one === number)).toEqual([number])
  const { items } = await listTickets(world.a.agent, ListTicketsInput.parse({ view: 'all' }))
  expect(items.filter((one) => one.number === number)).toHaveLength(1)
  expect(await queuesOf('both')).toEqual([world.a.queueId, world.a.otherQueueId])
})

test('a mail to two addresses of one mailbox comes to the queues of both', async () => {
  const address = 'in+sales@postino.example'
  await withTenant(world.a.agent, (db) =>
    db.creationAddress.create({
      data: { id: newId(), mailboxId: world.a.mailboxId, queueId: world.a.otherQueueId, address },
    }),
  )
  await Promise.all([
    pipeline.deliver(world.a, mail('twofold')),
    pipeline.deliver({ ...world.a, creationAddress: address }, mail('twofold')),
  ])
  expect(new Set(await queuesOf('twofold'))).toEqual(new Set([world.a.queueId, world.a.otherQueueId]))
  const { entries } = await open((await ticketOf('twofold')).number)
  expect(entries.filter((entry) => entry.kind === 'message')).toMatchObject([{ deliveryCount: 2 }])
})

test('another tenant with the same mail finds nothing of it', async () => {
  await pipeline.deliver(world.b, mail('both'))
  const before = await counts(world.b)
  await pipeline.deliver(john, mail('both'))
  expect(await counts(world.b)).toEqual(before)
  expect(await found(world.a.otherQueueId, { view: 'all' }, world.b)).toEqual([])
})

test('what is looked for by the index of subjects is found in both queues, once in each', async () => {
  const { id } = await ticketOf('both')
  const search = async (queueId: string) =>
    withTenant(world.a.agent, async (db) =>
      (
        await db.$queryRaw<{ id: string }[]>`
          SELECT id FROM postino_search_tickets('about both', ${queueId}::uuid, NULL, NULL, false, true, false, NULL, NULL, 10)`
      ).map((row) => row.id),
    )
  expect(await search(world.a.queueId)).toEqual([id])
  expect(await search(world.a.otherQueueId)).toEqual([id])
})

test('a page of a queue goes on where the last one ended, whichever way the tickets came there', async () => {
  for (const name of ['page1', 'page2', 'page3']) {
    await pipeline.deliver(name === 'page2' ? john : world.a, mail(name))
    await pipeline.deliver(name === 'page2' ? world.a : john, mail(name))
  }
  const pages: number[] = []
  let cursor: string | undefined
  do {
    const page = await listTickets(
      world.a.agent,
      ListTicketsInput.parse({ queueId: world.a.otherQueueId, limit: 1, ...(cursor ? { cursor } : {}) }),
    )
    pages.push(...page.items.map(({ number }) => number))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(pages).toEqual(await found(world.a.otherQueueId))
  expect(new Set(pages).size).toBe(pages.length)
})

test('the same mailbox twice adds no queue, nor does one whose queue was changed since', async () => {
  await pipeline.deliver(world.a, mail('again'))
  await withTenant(world.a.agent, (db) =>
    db.mailbox.update({ where: { id: world.a.mailboxId }, data: { defaultQueueId: world.a.otherQueueId } }),
  )
  await pipeline.deliver(world.a, `X-Way: another\n${mail('again')}`)
  await withTenant(world.a.agent, (db) =>
    db.mailbox.update({ where: { id: world.a.mailboxId }, data: { defaultQueueId: world.a.queueId } }),
  )
  const { number } = await ticketOf('again')
  const { entries } = await open(number)
  expect(entries.filter((entry) => entry.kind === 'message')).toMatchObject([{ deliveryCount: 2 }])
  expect(await queuesOf('again')).toEqual([world.a.queueId])
})

test('an answer that came to both mailboxes brings its ticket to both queues, whichever delivery was first', async () => {
  for (const first of [world.a, john]) {
    const name = first === john ? 'later-john' : 'later-info'
    await pipeline.deliver(world.a, mail(name))
    const answer = mail(`re-${name}`, {
      From: `${name}@asks.example`,
      'In-Reply-To': idOf(name),
      Subject: `Re: About ${name}`,
    })
    await pipeline.deliver(first, answer)
    expect(await queuesOf(name)).toEqual([world.a.queueId])
    await pipeline.deliver(first === john ? world.a : john, answer)
    expect(await queuesOf(name)).toEqual([world.a.queueId, world.a.otherQueueId])
  }
})

test('who moves the ticket decides: it is in that queue only, and stays there when the mail comes again', async () => {
  await pipeline.deliver(world.a, mail('moved'))
  await pipeline.deliver(john, mail('moved'))
  const { id, number } = await ticketOf('moved')
  await move(id, world.a.otherQueueId)
  expect(await queuesOf('moved')).toEqual([world.a.otherQueueId])
  expect(await found(world.a.queueId)).not.toContain(number)
  await pipeline.deliver(world.a, `X-Way: another\n${mail('moved')}`)
  expect(await queuesOf('moved')).toEqual([world.a.otherQueueId])
})

test('a mail that comes to the second mailbox after somebody moved its ticket leaves it where he put it', async () => {
  await pipeline.deliver(world.a, mail('early'))
  const { id } = await ticketOf('early')
  await move(id, world.a.otherQueueId)
  await move(id, world.a.queueId)
  await pipeline.deliver(john, mail('early'))
  expect(await queuesOf('early')).toEqual([world.a.queueId])
})

test('moved to where it stands, the ticket is there only', async () => {
  await pipeline.deliver(world.a, mail('stays'))
  await pipeline.deliver(john, mail('stays'))
  const { id } = await ticketOf('stays')
  await move(id, world.a.queueId)
  expect(await queuesOf('stays')).toEqual([world.a.queueId])
})

test('tickets that become one are found in the queues of both', async () => {
  await pipeline.deliver(world.a, mail('one', { 'In-Reply-To': idOf('root') }))
  await pipeline.deliver(john, mail('two', { 'In-Reply-To': idOf('root') }))
  const [one, two] = [await ticketOf('one'), await ticketOf('two')]
  expect(two.id).not.toBe(one.id)
  const root = mail('root', { To: 'info@business.example, one@asks.example, two@asks.example' })
  await pipeline.deliver(world.a, root)
  expect(await ticketOf('two')).toEqual(one)
  expect(await queuesOf('root')).toEqual([world.a.queueId, world.a.otherQueueId])
  expect((await found(world.a.otherQueueId)).filter((number) => number === one.number)).toEqual([one.number])
})

test('tickets that become one where an agent had chosen the queue stay in it', async () => {
  await pipeline.deliver(world.a, mail('three', { 'In-Reply-To': idOf('root2') }))
  await pipeline.deliver(john, mail('four', { 'In-Reply-To': idOf('root2') }))
  const { id } = await ticketOf('three')
  await move(id, world.a.otherQueueId)
  await move(id, world.a.queueId)
  const to = 'info@business.example, three@asks.example, four@asks.example'
  await pipeline.deliver(world.a, mail('root2', { To: to }))
  expect((await ticketOf('four')).id).toBe(id)
  expect(await queuesOf('root2')).toEqual([world.a.queueId])
})
