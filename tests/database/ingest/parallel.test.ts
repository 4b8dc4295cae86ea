import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

/** Two processes work on one tenant: three runs of three lanes each is what production has at most. */
const ingestInParallel = () => Promise.all([1, 2, 3].map(() => pipeline.ingest(world.a)))

test('a mail and its reply that are read at the same moment share a ticket, whichever is first', async () => {
  const pairs = 25
  for (let pair = 0; pair < pairs; pair++) {
    const from = `pair${pair}@parallel.example`
    const parent = mailText({
      From: from,
      'Message-ID': `<p${pair}@parallel.example>`,
      Subject: `Pair ${pair}`,
    })
    const reply = mailText(
      {
        From: from,
        'Message-ID': `<r${pair}@parallel.example>`,
        'In-Reply-To': `<p${pair}@parallel.example>`,
        Subject: `Re: Pair ${pair}`,
      },
      'Reply.\n',
    )
    for (const mail of pair % 2 === 0 ? [parent, reply] : [reply, parent]) await pipeline.keep(world.a, mail)
  }
  await ingestInParallel()
  const rows = await database.query<{ tickets: number; messages: number }>(
    `SELECT count(DISTINCT ticket_id)::int AS tickets, count(*)::int AS messages FROM message
     WHERE tenant_id = $1 AND from_address LIKE 'pair%@parallel.example'`,
    [world.a.tenantId],
  )
  expect(rows).toEqual([{ tickets: pairs, messages: 2 * pairs }])
})

test('the same mail kept by two routes and read at the same moment is one message', async () => {
  for (let index = 0; index < 20; index++) {
    for (const route of ['one', 'two']) {
      await pipeline.keep(
        world.a,
        mailText({
          Received: `from ${route}`,
          From: 'twice@parallel.example',
          'Message-ID': `<t${index}@parallel.example>`,
        }),
      )
    }
  }
  await ingestInParallel()
  expect(
    await database.query("SELECT 1 FROM message WHERE from_address = 'twice@parallel.example'"),
  ).toHaveLength(20)
  expect(await database.query("SELECT 1 FROM raw_mail WHERE outcome = 'duplicate'")).toHaveLength(20)
})

test('one new sender with many mails at once is one customer', async () => {
  for (let index = 0; index < 20; index++)
    await pipeline.keep(world.a, mailText({ From: 'eager@parallel.example', Subject: `eager ${index}` }))
  await ingestInParallel()
  expect(
    await database.query(
      "SELECT DISTINCT customer_id FROM message WHERE from_address = 'eager@parallel.example'",
    ),
  ).toHaveLength(1)
  expect(
    await database.query("SELECT 1 FROM raw_mail WHERE tenant_id = $1 AND state = 'kept'", [
      world.a.tenantId,
    ]),
  ).toEqual([])
})
