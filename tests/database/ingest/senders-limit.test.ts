import { beforeEach, expect, test, vi } from 'vitest'
import { now } from '@/lib/clock'
import { listTenantsWithHeldMail } from '@/lib/db/system-mail'
import { ingestStoredMails } from '@/lib/ingest/ingest-stored-mails'
import { createKick } from '@/lib/ingest/kick'
import { ingestSettings } from '@/lib/ingest/settings'
import { listQuarantine } from '@/lib/quarantine/list-quarantine'
import { releaseHeldMails } from '@/lib/quarantine/release-held-mails'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { systemScope } from '@/lib/tenancy/scope'
import * as inputs from '@/lib/tickets/inputs'
import { startHeldMail } from '@/lib/working/held-mail'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import type { TenantWorld } from '../../support/world'

setUpIngest()

const limit = { ticketsPerSenderAndHour: 3 }
const reason = 'too-many-from-sender'
let writer: string
let writers = 0
beforeEach(async () => {
  writer = `writer${++writers}@cliente.example`
  // Whatever an earlier test left waits for nobody.
  await database.query(
    "UPDATE raw_mail SET held_customer_id = NULL, state = 'processed' WHERE state = 'quarantined'",
  )
})

const keep = (tenant: TenantWorld, subject: string, from = writer, fields: Record<string, string> = {}) =>
  pipeline.keep(tenant, mailText({ From: `Writer <${from}>`, Subject: subject, ...fields }))

async function ingest(tenant: TenantWorld): Promise<void> {
  const scope = systemScope(tenant.tenantId, 'test')
  const settings = { ...ingestSettings(), ...limit }
  for (let hasMore = true; hasMore; )
    ({ hasMore } = await ingestStoredMails(scope, pipeline.ports, settings, now))
}

const keepAll = async (tenant: TenantWorld, subjects: string[], from = writer) => {
  for (const subject of subjects) await keep(tenant, subject, from)
}
const release = (tenant: TenantWorld) => releaseHeldMails(systemScope(tenant.tenantId, 'test'), limit)
const anHourPasses = () => database.query("UPDATE ticket SET created_at = created_at - interval '61 minutes'")

/** The subjects of a sender's mails, oldest first: what opened a ticket, what is held, and all else. */
async function fateOf(tenant: TenantWorld, from = writer) {
  const mails = await database.query<{
    id: string
    subject: string
    outcome: string | null
    reason: string | null
  }>(
    `SELECT id, subject, outcome, reason FROM raw_mail WHERE tenant_id = $1 AND from_address = $2 ORDER BY received_at, id`,
    [tenant.tenantId, from],
  )
  const of = (isIt: (mail: (typeof mails)[number]) => boolean) =>
    mails.filter(isIt).map(({ subject }) => subject)
  return {
    opened: of(({ outcome }) => outcome === 'create'),
    held: of((mail) => mail.reason === reason),
    ids: new Map(mails.map(({ id, subject }) => [subject, id])),
  }
}

test('a sender opens so many tickets an hour and not one more; what is over is held, and nobody else is kept waiting', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four', 'five'])
  await keepAll(world.a, ['another’s'], `not-${writer}`)
  await keepAll(world.b, ['one', 'two', 'three'])
  await ingest(world.a)
  await ingest(world.b)
  expect(await fateOf(world.a)).toMatchObject({ opened: ['one', 'two', 'three'], held: ['four', 'five'] })
  expect(await fateOf(world.a, `not-${writer}`)).toMatchObject({ opened: ['another’s'], held: [] })
  expect(await fateOf(world.b)).toMatchObject({ opened: ['one', 'two', 'three'], held: [] })
})

test('answers of a sender who is over the limit go into their tickets', async () => {
  await keep(world.a, 'broken', writer, { 'Message-ID': `<first.${writer}>` })
  await keepAll(world.a, ['two', 'three', 'four'])
  await keep(world.a, 'Re: broken', writer, { 'In-Reply-To': `<first.${writer}>` })
  await ingest(world.a)
  expect(await fateOf(world.a)).toMatchObject({ opened: ['broken', 'two', 'three'], held: ['four'] })
  const [row] = await database.query<{ outcome: string }>(
    'SELECT outcome FROM raw_mail WHERE subject = $1 AND from_address = $2',
    ['Re: broken', writer],
  )
  expect(row?.outcome).toBe('append')
})

test('what is held opens its tickets by itself, oldest first, as many as there is room for, and what comes meanwhile waits behind', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four', 'five', 'six', 'seven'])
  await ingest(world.a)
  expect(await release(world.a)).toEqual({ released: 0 })
  await anHourPasses()
  await keepAll(world.a, ['eight'])
  await ingest(world.a)
  expect((await fateOf(world.a)).held, 'the first to come is the first to go').toContain('eight')
  expect(await listTenantsWithHeldMail(10)).toEqual([world.a.tenantId])
  expect(await release(world.a)).toEqual({ released: 3 })
  await ingest(world.a)
  expect(await fateOf(world.a)).toMatchObject({
    opened: ['one', 'two', 'three', 'four', 'five', 'six'],
    held: ['seven', 'eight'],
  })
  expect(await release(world.a)).toEqual({ released: 0 })
  await anHourPasses()
  expect(await release(world.a)).toEqual({ released: 2 })
  await ingest(world.a)
  expect((await fateOf(world.a)).opened).toHaveLength(8)
  expect(await listTenantsWithHeldMail(10)).toEqual([])
})

test('workers that let through at the same moment let nobody past the limit', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four', 'five', 'six', 'seven'])
  await ingest(world.a)
  await anHourPasses()
  await Promise.all([release(world.a), release(world.a)])
  await release(world.a)
  await ingest(world.a)
  expect(await fateOf(world.a)).toMatchObject({
    opened: ['one', 'two', 'three', 'four', 'five', 'six'],
    held: ['seven'],
  })
})

test('of a sender one line stands in quarantine; trying again holds it again, and making it a ticket goes past the limit', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four', 'five', 'six'])
  await keepAll(world.a, ['o1', 'o2', 'o3', 'o4'], `not-${writer}`)
  await ingest(world.a)
  const listed = async () =>
    (await listQuarantine(world.a.agent, inputs.ListQuarantineInput.parse({}))).items.map(
      ({ subject, heldBehind }) => `${subject} +${heldBehind}`,
    )
  expect(await listed()).toEqual(['o4 +0', 'four +2'])
  const rawMailId = (await fateOf(world.a)).ids.get('four')
  await retryQuarantinedMail(world.a.agent, inputs.RetryQuarantinedMailInput.parse({ rawMailId }))
  await ingest(world.a)
  expect(await listed()).toEqual(['o4 +0', 'four +2'])
  await retryQuarantinedMail(
    world.a.agent,
    inputs.RetryQuarantinedMailInput.parse({ rawMailId, asTicket: true }),
  )
  await ingest(world.a)
  expect(await listed()).toEqual(['o4 +0', 'five +1'])
  expect((await fateOf(world.a)).opened).toEqual(['one', 'two', 'three', 'four'])
})

test('pages of the quarantine show each line once', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four', 'five'])
  await keepAll(world.a, ['o1', 'o2', 'o3', 'o4'], `not-${writer}`)
  await ingest(world.a)
  const first = await listQuarantine(world.a.agent, inputs.ListQuarantineInput.parse({ limit: 1 }))
  const cursor = first.nextCursor ?? ''
  const rest = await listQuarantine(world.a.agent, inputs.ListQuarantineInput.parse({ limit: 1, cursor }))
  expect([...first.items, ...rest.items].map(({ subject }) => subject)).toEqual(['o4', 'four'])
  expect(rest.nextCursor).toBeNull()
})

test('a worker lets held mail through without being asked', async () => {
  await keepAll(world.a, ['one', 'two', 'three', 'four'])
  await ingest(world.a)
  await anHourPasses()
  const kick = createKick(
    async () => {
      await ingest(world.a)
      return { hasMore: false }
    },
    (_, error) => {
      throw error
    },
  )
  const heldMail = startHeldMail({ kick })
  await vi.waitFor(async () => expect((await fateOf(world.a)).opened).toHaveLength(4), 5_000)
  await heldMail.stop()
  await kick.idle()
})
