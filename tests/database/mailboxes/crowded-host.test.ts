import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { mailText } from '../../support/ingest'
import { createWorld, type World } from '../../support/world'
import { addMailbox, createMailboxRig, type MailboxRig, startLoop, until } from './mailbox-world'

const database = testDatabase()
let world: World
let server: Dovecot
let rig: MailboxRig

beforeAll(async () => {
  world = await createWorld(database)
  server = await startDovecot()
  rig = await createMailboxRig(database)
})
afterAll(async () => {
  await server.stop()
  await rig.pipeline.close()
})

test('more mailboxes at one host than it takes logins of: they wait for their turns without a place, and other hosts are attended to', {
  timeout: 60_000,
}, async () => {
  const { port, password } = server
  const connect = (user: string, host: string) =>
    addMailbox(rig, world.a, { user, port, password, host, cutOffAt: new Date('2026-01-01') })
  const crowd = []
  for (let i = 0; i < 5; i++) crowd.push(await connect(`crowd${i}`, 'crowded.example'))
  // None of them listens, so each comes back for another login after half a second.
  const loop = startLoop(rig, [world.a], { loginEveryMs: 30_000, maxMailboxes: 3, maxListening: 0 })
  const waiting = () =>
    database.query(
      `SELECT 1 FROM mailbox_connection
       WHERE host = 'crowded.example' AND leased_until IS NULL AND next_attempt_at > now() + interval '10 seconds'`,
    )
  try {
    await until(async () => (await waiting()).length >= crowd.length - 1)
    await server.deliver('alone', mailText({ Subject: 'From a quiet host' }))
    await connect('alone', 'quiet.example')
    await until(async () => {
      const found = await database.query(`SELECT 1 FROM message WHERE subject = 'From a quiet host'`)
      return found.length > 0
    }, 15_000)
    const states = await database.query(`SELECT DISTINCT state FROM mailbox_connection`)
    expect(states).toEqual([{ state: 'well' }])
  } finally {
    await loop.stop()
  }
})
