import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** A mail costs round trips, and they add up to the rate of the whole product: what slips in here shows at once. */
setUpIngest()
beforeAll(async () => {
  // The pools connect and settle first.
  await pipeline.deliver(world.a, mailText({ Subject: 'warm up' }))
})

interface Transaction {
  statements: string[]
}

/** Runs the work and returns its transactions, each with the statements between BEGIN and COMMIT. */
async function watch(work: () => Promise<void>): Promise<Transaction[]> {
  const transactions: Transaction[] = []
  const open = new Map<pg.Client, Transaction>()
  const original = pg.Client.prototype.query
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [query] = args
    const text =
      typeof query === 'string'
        ? query
        : typeof query === 'object' && query !== null && 'text' in query
          ? String(query.text)
          : ''
    if (text.startsWith('BEGIN')) open.set(this, { statements: [] })
    else if (text === 'COMMIT') {
      const done = open.get(this)
      if (done) transactions.push(done)
      open.delete(this)
    } else open.get(this)?.statements.push(text)
    return Reflect.apply(original, this, args)
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
  return transactions
}

const named = (transactions: Transaction[], part: string) =>
  transactions.filter(({ statements }) => statements.some((text) => text.includes(part)))

test('keeping a mail costs one commit and at most three statements', async () => {
  const transactions = await watch(() => pipeline.keep(world.a, mailText({ Subject: 'counted' })))
  expect(transactions).toHaveLength(1)
  expect(transactions[0]?.statements.length).toBeLessThanOrEqual(3)
})

test('a new ticket with a confirmation costs at most four commits, four statements to gather and eight to apply', async () => {
  await pipeline.ingest(world.a)
  const mail = mailText({
    From: 'counted@new.example',
    Subject: 'counted too',
    'In-Reply-To': '<unknown@new.example>',
  })
  const transactions = await watch(() => pipeline.deliver(world.a, mail))
  // What claims nothing at the end belongs to no mail.
  const ofTheMail = transactions.filter(({ statements }) => statements.length > 0)
  const [gathered] = named(ofTheMail, 'FROM mailbox m')
  const [applied] = named(ofTheMail, 'INSERT INTO ticket ')
  expect(gathered?.statements.length).toBeLessThanOrEqual(4)
  expect(applied?.statements.length).toBeLessThanOrEqual(8)
  expect(ofTheMail.length).toBeLessThanOrEqual(4)
  expect(
    await database.query(
      "SELECT 1 FROM outbound_mail WHERE recipients->0->>'address' = 'counted@new.example'",
    ),
  ).toHaveLength(1)
})
