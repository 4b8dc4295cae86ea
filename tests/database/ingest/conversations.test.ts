import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import type { TenantWorld } from '../../support/world'

/** The order in which mails arrive is nobody's choice: it must not decide which ticket they are in. */
const secondMailbox = new Map<string, string>()
setUpIngest()
beforeAll(async () => {
  pipeline.ports.authenticator = {
    authenticate: async ({ bytes }) => ({
      verdict: Buffer.from(bytes).includes('X-Played: pass') ? 'pass' : 'none',
      details: [],
    }),
  }
  for (const tenant of [world.a, world.b]) {
    const mailboxId = newId()
    secondMailbox.set(tenant.tenantId, mailboxId)
    await database.query(
      `INSERT INTO mailbox (id, tenant_id, kind, name, default_queue_id) VALUES ($1, $2, 'forwarding', 'Second', $3)`,
      [mailboxId, tenant.tenantId, tenant.otherQueueId],
    )
  }
})

interface Letter {
  author: number
  /** Counted back from itself; 0 answers nothing. */
  back: number
  to: number[]
  /** Written between others: we only see it named. */
  isUnseen: boolean
  /** Names all its ancestors, or the nearest only. */
  hasChain: boolean
  isVouchedFor: boolean
  /** Into one of our mailboxes, the other, or both; twice by the same way. */
  ways: number[]
}

const people = 4
const letter: fc.Arbitrary<Letter> = fc.record({
  author: fc.nat({ max: people - 1 }),
  back: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) },
  ),
  to: fc.subarray([...Array(people).keys()]),
  isUnseen: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  hasChain: fc.boolean(),
  isVouchedFor: fc.boolean(),
  ways: fc.oneof(
    { weight: 4, arbitrary: fc.constant<number[]>([0]) },
    { weight: 1, arbitrary: fc.constantFrom<number[]>([1], [0, 0], [0, 1], [1, 1, 0]) },
  ),
})
const conversation = fc.array(letter, { minLength: 2, maxLength: 9 })

const parentOf = (letters: Letter[], index: number): number | null => {
  const back = letters[index]?.back ?? 0
  return back === 0 || back > index ? null : index - back
}
function ancestorsOf(letters: Letter[], index: number): number[] {
  const parent = parentOf(letters, index)
  return parent === null ? [] : [...ancestorsOf(letters, parent), parent]
}
/** The ids that a letter names. */
const namesOf = (letters: Letter[], index: number): number[] =>
  letters[index]?.hasChain ? ancestorsOf(letters, index) : ancestorsOf(letters, index).slice(-1)

const address = (run: string, person: number) => `person${person}@${run}.example`

function textOf(letters: Letter[], index: number, run: string): string {
  const { author, to, isVouchedFor } = letters[index] as Letter
  const names = namesOf(letters, index).map((one) => `<m${one}@${run}.example>`)
  const parent = parentOf(letters, index)
  return mailText(
    {
      From: address(run, author),
      To: ['support@business.example', ...to.map((one) => address(run, one))].join(', '),
      Subject: 'Lamp',
      'Message-ID': `<m${index}@${run}.example>`,
      'In-Reply-To': parent === null ? null : `<m${parent}@${run}.example>`,
      References: names.length > 0 ? names.join(' ') : null,
      'X-Played': isVouchedFor ? 'pass' : null,
    },
    `Letter ${index} of ${run}.\n`,
  )
}

/** What must be together, said of all letters at once: whoever may meet somebody meets him, until nothing changes. */
function expected(letters: Letter[]): number[][] {
  let groups = letters.flatMap(({ isUnseen }, index) => (isUnseen ? [] : [[index]]))
  const senders = (group: number[]) => group.flatMap((index) => letters[index]?.author ?? [])
  const invited = (group: number[]) =>
    group.flatMap((index) => {
      const { to, isVouchedFor } = letters[index] as Letter
      return isVouchedFor || parentOf(letters, index) === null ? to : []
    })
  const meet = (one: number[], other: number[]) => one.some((person) => other.includes(person))
  const areOne = (one: number[], other: number[]): boolean => {
    const named = (from: number[]) => from.flatMap((index) => namesOf(letters, index))
    const names = meet(named(one), other)
    const isNamed = meet(named(other), one)
    const nameBoth = meet(named(one), named(other))
    if (!names && !isNamed && !nameBoth) return false
    const isInvited = meet(senders(one), invited(other))
    const hasInvited = meet(senders(other), invited(one))
    return (
      meet(senders(one), senders(other)) ||
      (names && isInvited) ||
      (isNamed && hasInvited) ||
      (nameBoth && isInvited && hasInvited)
    )
  }
  for (;;) {
    const pair = groups.flatMap((one, at) => groups.slice(at + 1).map((other) => [one, other] as const))
    const found = pair.find(([one, other]) => areOne(one, other))
    if (!found) return sorted(groups)
    const [one, other] = found
    groups = [...groups.filter((group) => group !== one && group !== other), [...one, ...other]]
  }
}

const sorted = (groups: number[][]): number[][] =>
  groups.map((group) => group.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))

/** Three runs of three lanes each, as two processes on one tenant have at most; what was put off is taken again. */
async function ingestAll(tenant: TenantWorld, runs: number): Promise<void> {
  for (;;) {
    await Promise.all(Array.from({ length: runs }, () => pipeline.ingest(tenant)))
    const waiting = await database.query(
      `UPDATE raw_mail SET next_attempt_at = now() WHERE tenant_id = $1 AND state = 'kept' RETURNING id`,
      [tenant.tenantId],
    )
    if (waiting.length === 0) return
  }
}

async function keep(
  tenant: TenantWorld,
  letters: Letter[],
  index: number,
  run: string,
  way: number,
  copy: number,
) {
  const mailboxId = way === 0 ? tenant.mailboxId : String(secondMailbox.get(tenant.tenantId))
  await pipeline.keep({ ...tenant, mailboxId }, `Received: by relay${copy}\n${textOf(letters, index, run)}`)
}

async function partitionOf(tenant: TenantWorld, run: string): Promise<number[][]> {
  const rows = await database.query<{ ticket_id: string; id: string }>(
    `SELECT ticket_id, message_id_header AS id FROM message WHERE tenant_id = $1 AND message_id_header LIKE $2`,
    [tenant.tenantId, `%@${run}.example`],
  )
  const groups = new Map<string, number[]>()
  for (const { ticket_id, id } of rows)
    groups.set(ticket_id, [...(groups.get(ticket_id) ?? []), Number(/^m(\d+)@/.exec(id)?.[1])])
  return sorted([...groups.values()])
}

/** Looked at again, every mail would go where it went, and nothing is made by looking. */
async function expectReplayed(tenant: TenantWorld, run: string): Promise<void> {
  const mails = await database.query<{ id: string; outcome: string }>(
    'SELECT id, outcome FROM raw_mail WHERE tenant_id = $1 AND from_address LIKE $2',
    [tenant.tenantId, `%@${run}.example`],
  )
  const scope = systemScope(tenant.tenantId, 'test')
  for (const { id, outcome } of mails) {
    const { differences, today } = await replayMail(
      scope,
      { rawMailId: id },
      pipeline.ports,
      ingestSettings(),
    )
    // A mail that is there already is that, whatever came to be known of its conversation while it was decided.
    const telling = outcome === 'duplicate' ? [] : differences
    expect({ id, telling, today }).toEqual({ id, telling: [], today: outcome })
  }
}

const deliveriesOf = (letters: Letter[]) =>
  letters.flatMap(({ isUnseen, ways }, index) =>
    isUnseen ? [] : ways.map((way, copy) => ({ index, way, copy })),
  )

test('whatever the order and at whatever speed, the same mails are in the same tickets', async () => {
  let count = 0
  await fc.assert(
    fc.asyncProperty(conversation, fc.infiniteStream(fc.nat()), async (letters, chance) => {
      const run = `run${++count}`
      const deliveries = deliveriesOf(letters)
      for (const { index, way, copy } of deliveries) {
        await keep(world.a, letters, index, run, way, copy)
        await ingestAll(world.a, 1)
      }
      const shuffled = deliveries
        .map((one) => ({ one, place: chance.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one)
      for (const { index, way, copy } of shuffled) {
        await keep(world.b, letters, index, run, way, copy)
        if (chance.next().value % 3 === 0) await ingestAll(world.b, 3)
      }
      await ingestAll(world.b, 3)
      const failed = `SELECT reason, trail FROM raw_mail WHERE state = 'quarantined'`
      expect(await database.query(failed)).toEqual([])
      const wanted = expected(letters)
      const got = { inOrder: await partitionOf(world.a, run), anyOrder: await partitionOf(world.b, run) }
      expect(got).toEqual({ inOrder: wanted, anyOrder: wanted })
      for (const tenant of [world.a, world.b]) await expectReplayed(tenant, run)
    }),
    { seed: 20261122, numRuns: 30 },
  )
}, 240_000)
