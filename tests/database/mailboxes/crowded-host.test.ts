import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { startLoop, until } from './mailbox-world'

setUpMailboxes()

test('more mailboxes at one host than it takes logins of: they wait for their turns without a place, and other hosts are attended to', {
  timeout: 60_000,
}, async () => {
  const crowd = []
  for (let i = 0; i < 5; i++) crowd.push(await connect({ user: `crowd${i}`, host: 'crowded.example' }))
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
    await connect({ user: 'alone', host: 'quiet.example' })
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
