import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { readMailboxBalance, startLoop, until, visit } from './mailbox-world'

/** People use the same mailbox on their telephones while it is read. */
setUpMailboxes()

const messageCounts = async (like: string) =>
  Object.fromEntries(
    (
      await database.query<{ subject: string; count: number }>(
        'SELECT subject, count(*)::int AS count FROM message WHERE subject LIKE $1 GROUP BY subject',
        [like],
      )
    ).map(({ subject, count }) => [subject, count]),
  )

test('mails that are read, moved, deleted and brought back while they are fetched: each one once, those deleted before counted', {
  timeout: 180_000,
}, async () => {
  const mailbox = await connect({ user: 'busy' })
  const loop = startLoop(rig, [world.a])
  const deleted: string[] = []
  const mails = 60
  try {
    // Only what comes after the first look is accounted for.
    await until(async () => {
      const met = 'SELECT 1 FROM mailbox_folder WHERE mailbox_id = $1'
      return (await database.query(met, [mailbox.mailboxId])).length > 0
    })
    await server.asPerson('busy', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.mailboxCreate('Elsewhere').catch(() => {})
      for (let i = 0; i < mails; i++) {
        const text = mailText({ Subject: `Busy ${i}` }).replaceAll('\n', '\r\n')
        const stored = await client.append('INBOX', text)
        const uid = String(stored ? stored.uid : '')
        if (i % 4 === 0) await client.messageFlagsAdd(uid, ['\\Seen'], { uid: true })
        if (i % 4 === 1) await client.messageMove(uid, 'Elsewhere', { uid: true })
        if (i % 4 === 2) {
          await client.messageDelete(uid, { uid: true })
          deleted.push(`Busy ${i}`)
        }
      }
      await client.mailboxOpen('Elsewhere')
      await client.messageMove('1:*', 'INBOX')
    })
    const expected = mails - deleted.length
    await until(async () => {
      const counts = await messageCounts('Busy %')
      return Object.keys(counts).filter((subject) => !deleted.includes(subject)).length === expected
    }, 60_000)
  } finally {
    await loop.stop()
  }
  await visit(rig, world.a, mailbox)
  await rig.pipeline.ingest(world.a)
  const counts = await messageCounts('Busy %')
  expect(Object.values(counts).filter((count) => count !== 1)).toEqual([])
  // Each number the server ever gave out is accounted for: what was moved away and back has two.
  const balance = await readMailboxBalance(world.a, mailbox)
  expect(balance).toMatchObject({ seen: mails + 15, pending: 0, isClosed: true })
  const caught = deleted.filter((subject) => subject in counts).length
  expect((balance?.gone ?? 0) + (balance?.duplicates ?? 0)).toBe(deleted.length - caught + 15)
  const seen = (await server.list('busy')).filter((mail) => mail.flags.includes('\\Seen'))
  expect(seen).toHaveLength(15)
})

test('a mail that came and went between two looks is counted as gone, and one that was only late is fetched', async () => {
  const mailbox = await connect({ user: 'between' })
  await visit(rig, world.a, mailbox)
  const uids: number[] = []
  for (let i = 0; i < 4; i++)
    uids.push(await server.deliver('between', mailText({ Subject: `Between ${i}` })))
  await server.asPerson('between', async (client) => {
    await client.mailboxOpen('INBOX')
    await client.messageDelete(`${uids[1]},${uids[2]}`, { uid: true })
  })
  await visit(rig, world.a, mailbox)
  await rig.pipeline.ingest(world.a)
  expect(await readMailboxBalance(world.a, mailbox)).toMatchObject({ seen: 4, messages: 2, gone: 2 })
  // As if the server had not told of the last one at first.
  await database.query(`UPDATE mailbox_mail SET outcome = 'gone' WHERE mailbox_id = $1 AND uid = $2`, [
    mailbox.mailboxId,
    uids[3],
  ])
  await database.query(`DELETE FROM raw_mail WHERE mailbox_id = $1 AND uid = $2`, [
    mailbox.mailboxId,
    uids[3],
  ])
  expect((await visit(rig, world.a, mailbox)).kept).toBe(1)
})
