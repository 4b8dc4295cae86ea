import { describe, expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, user, world } from './mailbox-setup'
import { startLoop, type TestMailbox, until, visit } from './mailbox-world'

setUpMailboxes()

const deliver = (subject: string, fields: Record<string, string | null> = {}, body?: string) =>
  server.deliver(user, mailText({ Subject: subject, ...fields }, body))

const countMessages = async (like: string): Promise<Record<string, number>> => {
  const rows = await database.query<{ subject: string; count: number }>(
    'SELECT subject, count(*)::int AS count FROM message WHERE subject LIKE $1 GROUP BY subject',
    [like],
  )
  return Object.fromEntries(rows.map((row) => [row.subject, row.count]))
}

const ledger = async (mailbox: TestMailbox): Promise<Record<string, number>> => {
  const rows = await database.query<{ outcome: string; count: number }>(
    'SELECT outcome, count(*)::int AS count FROM mailbox_mail WHERE mailbox_id = $1 GROUP BY outcome',
    [mailbox.mailboxId],
  )
  return Object.fromEntries(rows.map((row) => [row.outcome, row.count]))
}

const once = (name: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name} ${i}`, 1]))

test('who writes to a mailbox is confirmed as who writes to a creation address; a bounce there is not', async () => {
  const mailbox = await connect()
  await database.query('UPDATE mailbox SET is_confirmation_on = true WHERE id = $1', [mailbox.mailboxId])
  await deliver('confirm me', { From: 'confirm@me.example' })
  await deliver('not me', { From: 'not@me.example', 'Return-Path': '<>' })
  await visit(rig, world.a, mailbox)
  await rig.pipeline.ingest(world.a)
  const confirmed = await database.query<{ to: string }>(
    `SELECT recipients->0->>'address' AS to FROM outbound_mail WHERE recipients->0->>'address' LIKE '%@me.example'`,
  )
  expect(confirmed).toEqual([{ to: 'confirm@me.example' }])
})

describe('the book', () => {
  test('a row that was lost is noticed, and exactly that mail comes again', async () => {
    const mailbox = await connect()
    for (let i = 0; i < 3; i++) await deliver(`Lost ${i}`)
    await visit(rig, world.a, mailbox)
    await database.query(
      `DELETE FROM raw_mail WHERE mailbox_id = $1 AND uid = (SELECT uid FROM mailbox_mail WHERE mailbox_id = $1 ORDER BY uid LIMIT 1 OFFSET 1)`,
      [mailbox.mailboxId],
    )
    expect((await visit(rig, world.a, mailbox, { isThorough: false })).kept).toBe(0)
    expect((await visit(rig, world.a, mailbox)).kept).toBe(1)
    const [{ unaccounted } = { unaccounted: -1 }] = await database.query<{ unaccounted: number }>(
      'SELECT unaccounted FROM mailbox_connection WHERE mailbox_id = $1',
      [mailbox.mailboxId],
    )
    expect(unaccounted).toBe(1)
    await rig.pipeline.ingest(world.a)
    expect(await countMessages('Lost %')).toEqual(once('Lost', 3))
  })
})

describe('other numbers for the same mails', () => {
  test('a folder that was renumbered brings the new mails, and no old one again', async () => {
    const mailbox = await connect()
    for (let i = 0; i < 25; i++) await deliver(`Renumbered ${i}`)
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    for (const [round, uidValidity] of [4_294_967_295, 17].entries()) {
      for (let i = 0; i < 5; i++) await deliver(`Renumbered ${25 + round * 5 + i}`)
      await server.renumber(user, uidValidity)
      const { kept } = await visit(rig, world.a, mailbox, { isThorough: false })
      expect(kept).toBe(5)
      await rig.pipeline.ingest(world.a)
    }
    expect(await countMessages('Renumbered %')).toEqual(once('Renumbered', 35))
  })

  test('a mailbox that moved to another host brings no old mail again, neither kept ones nor those from before', async () => {
    const mailbox = await connect({ cutOffAt: new Date('2026-11-19') })
    const mails = Array.from({ length: 10 }, (_, i) => mailText({ Subject: `Moved ${i}` }))
    const old = mailText({ Subject: 'Moved old', Date: 'Fri, 20 Nov 2020 09:00:00 +0100' })
    await server.deliver(user, old, { receivedAt: new Date('2020-11-20') })
    for (const mail of mails) await server.deliver(user, mail)
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    expect(await countMessages('Moved %')).toEqual(once('Moved', 10))

    const there = `${user}-elsewhere`
    const newest = mailText({ Subject: 'Moved 10', Date: new Date().toUTCString() })
    for (const mail of [old, ...mails, newest]) await server.deliver(there, mail)
    await database.query(
      'UPDATE mailbox_connection SET username = $2, epoch = epoch + 1, version = version + 1 WHERE mailbox_id = $1',
      [mailbox.mailboxId, there],
    )
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    expect(await countMessages('Moved %')).toEqual(once('Moved', 11))
  })
})

describe('people in the same mailbox', () => {
  test('what they read, delete, move away and bring back neither loses nor doubles a ticket', async () => {
    const mailbox = await connect()
    await visit(rig, world.a, mailbox)
    const uids: number[] = []
    for (let i = 0; i < 5; i++) uids.push(await deliver(`People ${i}`))
    await server.asPerson(user, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageFlagsAdd(`${uids[0]}`, ['\\Seen'], { uid: true })
      await client.messageDelete(`${uids[1]}`, { uid: true })
      await client.mailboxCreate('Elsewhere')
      await client.messageMove(`${uids[2]}`, 'Elsewhere', { uid: true })
    })
    await visit(rig, world.a, mailbox)
    await server.asPerson(user, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageMove(`${uids[3]}`, 'Elsewhere', { uid: true })
      await client.mailboxOpen('Elsewhere')
      await client.messageMove('1:*', 'INBOX', { uid: true })
    })
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    expect(await countMessages('People %')).toEqual({
      'People 0': 1,
      'People 2': 1,
      'People 3': 1,
      'People 4': 1,
    })
    const flags = (await server.list(user)).map((mail) => mail.flags)
    expect(flags.filter((set) => set.includes('\\Seen'))).toHaveLength(1)
  })

  test('a mail that is gone between being seen and being fetched is written down as gone', async () => {
    const mailbox = await connect()
    await visit(rig, world.a, mailbox)
    await deliver('Gone 0')
    const uid = await deliver('Gone 1')
    await database.query(
      `INSERT INTO mailbox_mail (tenant_id, mailbox_id, epoch, folder, uid_validity, uid)
       SELECT tenant_id, mailbox_id, epoch, folder, uid_validity, $2 FROM mailbox_folder WHERE mailbox_id = $1`,
      [mailbox.mailboxId, uid],
    )
    await server.asPerson(user, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete(`${uid}`, { uid: true })
    })
    await visit(rig, world.a, mailbox)
    expect(await ledger(mailbox)).toEqual({ kept: 1, gone: 1 })
  })

  test('a mail that is too large is not fetched, but shown in quarantine with sender and subject', async () => {
    const mailbox = await connect()
    await deliver('Large', {}, `${'y'.repeat(78)}\n`.repeat(16_000))
    await deliver('Small')
    await visit(rig, world.a, mailbox)
    const rows = await database.query(
      'SELECT state, reason, subject, from_address FROM raw_mail WHERE mailbox_id = $1 ORDER BY uid',
      [mailbox.mailboxId],
    )
    expect(rows).toMatchObject([
      {
        state: 'quarantined',
        reason: 'too-large',
        subject: 'Large',
        from_address: 'rosa.neri@cliente.example',
      },
      { state: 'kept', reason: null },
    ])
  })
})

describe('several workers', () => {
  test('four of them at one mailbox make one message of each mail', async () => {
    const mailbox = await connect()
    const loops = ['one', 'two', 'three', 'four'].map((name) => startLoop(rig, [world.a], { name }))
    try {
      for (let i = 0; i < 12; i++) await deliver(`Workers ${i}`)
      await until(async () => Object.keys(await countMessages('Workers %')).length === 12)
    } finally {
      await Promise.all(loops.map((loop) => loop.stop()))
    }
    expect(await countMessages('Workers %')).toEqual(once('Workers', 12))
    expect(await ledger(mailbox)).toEqual({ kept: 12 })
  })
})
