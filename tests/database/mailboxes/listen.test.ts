import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { addMailbox, startLoop, until } from './mailbox-world'

setUpMailboxes()

const messagesWith = (subject: string) =>
  database.query<{ id: string; tenantId: string; kind: string }>(
    `SELECT id, tenant_id AS "tenantId", kind FROM message WHERE subject = $1`,
    [subject],
  )

const stateOf = async (mailboxId: string) => {
  const [row] = await database.query<{
    state: string
    refusals: number
    isIdle: boolean
    lagMs: number | null
  }>(
    `SELECT state, refusals, is_idle AS "isIdle", lag_ms AS "lagMs" FROM mailbox_connection WHERE mailbox_id = $1`,
    [mailboxId],
  )
  if (!row) throw new Error('no such mailbox')
  return row
}

test('mail is a ticket as soon as the server tells of it, its flags untouched; a refused password delays nobody', async () => {
  const { port, password } = server
  await server.deliver('support', mailText({ Subject: 'From before' }), {
    receivedAt: new Date('2020-01-01'),
  })
  const good = await addMailbox(rig, world.a, { user: 'support', port, password })
  const refused = await addMailbox(rig, world.b, { user: 'locked', port, password: 'wrong' })
  const loop = startLoop(rig, [world.a, world.b], { lookMs: 60_000 })
  try {
    await until(async () => (await stateOf(good.mailboxId)).isIdle)
    for (const subject of ['First', 'Second', 'Third']) {
      const sentAt = Date.now()
      await server.deliver('support', mailText({ Subject: subject }))
      const [message] = await until(async () => {
        const found = await messagesWith(subject)
        return found.length > 0 && found
      })
      // A look of our own would take a minute: what comes before was told by the server.
      expect(Date.now() - sentAt).toBeLessThan(40_000)
      expect(message).toMatchObject({ tenantId: world.a.tenantId, kind: 'inbound' })
    }
    expect(await messagesWith('From before')).toEqual([])
    expect((await server.list('support')).map((mail) => mail.flags)).toEqual([[], [], [], []])
    const said = await until(async () => {
      const state = await stateOf(refused.mailboxId)
      return state.state === 'password-refused' && state
    })
    expect(said.refusals).toBeGreaterThan(0)
    expect((await stateOf(good.mailboxId)).state).toBe('well')
  } finally {
    await loop.stop()
  }
})
