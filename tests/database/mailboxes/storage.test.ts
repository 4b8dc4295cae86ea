import { expect, test } from 'vitest'
import { startCuttingProxy } from '../../support/cutting-proxy'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { startLoop, until, visit } from './mailbox-world'

setUpMailboxes()

const setQuota = (bytes: number) =>
  database.query(`UPDATE tenant SET storage_quota_bytes = $2 WHERE id = $1`, [world.a.tenantId, bytes])
const storedBytes = async () => {
  const [row] = await database.query<{ stored: string }>(
    `SELECT coalesce(sum(stored_bytes), 0)::text AS stored FROM tenant_usage WHERE tenant_id = $1`,
    [world.a.tenantId],
  )
  return Number(row?.stored)
}
const countKept = async (mailboxId: string) =>
  (await database.query('SELECT 1 FROM raw_mail WHERE mailbox_id = $1', [mailboxId])).length

test('without room nothing is downloaded and nothing is lost: the mailbox says so, and goes on when there is room', async () => {
  const proxy = await startCuttingProxy(server.port)
  const mailbox = await connect({ user: 'full', port: proxy.port })
  const body = `${'z'.repeat(76)}\n`.repeat(130)
  await server.deliverAll(
    'full',
    Array.from({ length: 6 }, (_, i) => mailText({ Subject: `Room ${i}` }, body)),
  )
  // Room for two mails and a piece of the third.
  await setQuota((await storedBytes()) + 25_000)
  await expect(visit(rig, world.a, mailbox)).rejects.toMatchObject({
    code: 'mailbox_trouble',
    details: { state: 'storage-full' },
  })
  expect(await countKept(mailbox.mailboxId)).toBe(3)
  const passedBefore = proxy.passed()
  await expect(visit(rig, world.a, mailbox)).rejects.toMatchObject({ details: { state: 'storage-full' } })
  expect(proxy.passed() - passedBefore, 'no body came over the line').toBeLessThan(body.length)
  expect(await countKept(mailbox.mailboxId)).toBe(3)

  const loop = startLoop(rig, [world.a])
  try {
    await until(async () => {
      const [row] = await database.query(
        `SELECT 1 FROM mailbox_connection WHERE mailbox_id = $1 AND state = 'storage-full'`,
        [mailbox.mailboxId],
      )
      return row
    })
    await setQuota(10_000_000_000)
    await database.query(`UPDATE mailbox_connection SET next_attempt_at = now() WHERE mailbox_id = $1`, [
      mailbox.mailboxId,
    ])
    await until(async () => (await countKept(mailbox.mailboxId)) === 6)
    await until(async () => {
      const [row] = await database.query(
        `SELECT 1 FROM mailbox_connection WHERE mailbox_id = $1 AND state = 'well'`,
        [mailbox.mailboxId],
      )
      return row
    })
  } finally {
    await loop.stop()
    await proxy.close()
  }
})
