import { beforeEach, describe, expect, test } from 'vitest'
import { type CuttingProxy, startCuttingProxy } from '../../support/cutting-proxy'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, user, world } from './mailbox-setup'
import { readMailboxBalance, type TestMailbox, visit } from './mailbox-world'

/** One mail that cannot be asked for must not stand before all others. */
setUpMailboxes()

const book = (mailbox: TestMailbox) =>
  database.query<{ uid: string; outcome: string; reason: string | null }>(
    `SELECT k.uid::text, k.outcome, r.reason FROM mailbox_mail k
     LEFT JOIN raw_mail r ON r.mailbox_id = k.mailbox_id AND r.folder = k.folder AND r.uid = k.uid
     WHERE k.mailbox_id = $1 ORDER BY k.folder, k.uid`,
    [mailbox.mailboxId],
  )

test('forty thousand addresses in the head of a mail keep back neither it nor those behind it', async () => {
  const mailbox = await connect()
  const many = (name: string) =>
    Array.from({ length: 20_000 }, (_, i) => `${name}${i}@b.c${i % 20 === 19 ? '\n ' : ''}`).join(',')
  await server.deliver(user, mailText({ Subject: 'Many', To: many('t'), Cc: many('c') }))
  await server.deliver(user, mailText({ Subject: 'Behind many' }))
  expect(await visit(rig, world.a, mailbox)).toMatchObject({ kept: 2 })
})

test('heads that are too much together are asked for in smaller pieces', async () => {
  const proxy = await startCuttingProxy(server.port)
  const mailbox = await connect({ port: proxy.port })
  const references = Array.from({ length: 1_800 }, (_, i) => `<${i}.${'x'.repeat(40)}@long.example>`)
  const mails = Array.from({ length: 40 }, (_, i) =>
    mailText({ Subject: `Long ${i}`, References: references.join('\n ') }),
  )
  await server.deliverAll(user, mails)
  // The line breaks when one answer has a megabyte: the heads of ten of them.
  let answered = 0
  proxy.rewrite((text) => {
    answered = /^\S+ OK /m.test(text) ? 0 : answered + text.length
    return answered > 1_000_000 ? null : text
  })
  const kept = await visitsUntil(mailbox, (rows) => rows.every((row) => row.outcome === 'kept'))
  expect(kept).toHaveLength(40)
  expect(kept.filter((row) => row.outcome !== 'kept' || row.reason !== null)).toEqual([])
  await proxy.close()
})

describe('a mail at which the server breaks off', () => {
  let proxy: CuttingProxy

  beforeEach(async () => {
    proxy = await startCuttingProxy(server.port)
  })

  test('is found, and after its tries held back with its place told; all others come at once', async () => {
    const mailbox = await connect({ port: proxy.port })
    for (let i = 0; i < 5; i++) await server.deliver(user, mailText({ Subject: `Among ${i}` }))
    // The head of the third is never told.
    proxy.rewrite((text) => (/FETCH \(UID 3 /.test(text) ? null : text))
    const rows = await visitsUntil(mailbox, (all) => all.every((row) => row.outcome === 'kept'))
    expect(rows.map((row) => row.reason)).toEqual([null, null, 'not-fetched', null, null])
    await rig.pipeline.ingest(world.a)
    const balance = await readMailboxBalance(world.a, mailbox)
    expect(balance).toMatchObject({ seen: 5, messages: 4, quarantine: 1, pending: 0, isClosed: true })
    expect(await visit(rig, world.a, mailbox)).toMatchObject({ kept: 0 })
    await server.deliver(user, mailText({ Subject: 'Among 5' }))
    expect(await visit(rig, world.a, mailbox)).toMatchObject({ kept: 1 })
    await proxy.close()
  })

  test('while it is sent is held back with what its head told', async () => {
    const mailbox = await connect({ port: proxy.port })
    await server.deliver(user, mailText({ Subject: 'Never whole' }, 'POISON\n'))
    await server.deliver(user, mailText({ Subject: 'Behind it' }))
    proxy.rewrite((text) => (text.includes('POISON') ? null : text))
    await visitsUntil(mailbox, (all) => all.every((row) => row.outcome === 'kept'))
    const raw = await database.query(
      'SELECT state, reason, subject FROM raw_mail WHERE mailbox_id = $1 ORDER BY uid',
      [mailbox.mailboxId],
    )
    expect(raw).toMatchObject([
      { state: 'quarantined', reason: 'not-fetched', subject: 'Never whole' },
      { state: 'kept', reason: null },
    ])
    await proxy.close()
  })

  test('in the Sent folder is left there, and what came in is read', async () => {
    const mailbox = await connect({ port: proxy.port, isSentRead: true })
    await server.deliver(user, mailText({ Subject: 'Sent' }), { folder: 'Sent' })
    await server.deliver(user, mailText({ Subject: 'Came in' }))
    proxy.rewrite((text) => (/Subject: Sent|"Sent"/.test(text) ? null : text))
    const rows = await visitsUntil(mailbox, (all) => all.length === 2 && all.every(isDone), {
      sentFolder: 'Sent',
    })
    expect(rows.map((row) => row.outcome)).toEqual(['kept', 'unrelated'])
    await proxy.close()
  })
})

const isDone = (row: { outcome: string }): boolean => row.outcome !== 'discovered'

/** Visits that fail are made again, as the loop does, without its pauses. */
async function visitsUntil(
  mailbox: TestMailbox,
  isEnough: (rows: Awaited<ReturnType<typeof book>>) => boolean,
  pass: Parameters<typeof visit>[3] = {},
) {
  for (let visits = 0; visits < 20; visits++) {
    await visit(rig, world.a, mailbox, pass).catch(() => {})
    const rows = await book(mailbox)
    if (rows.length > 0 && isEnough(rows)) return rows
    await database.query('UPDATE mailbox_mail SET next_attempt_at = now() WHERE mailbox_id = $1', [
      mailbox.mailboxId,
    ])
  }
  return book(mailbox)
}
