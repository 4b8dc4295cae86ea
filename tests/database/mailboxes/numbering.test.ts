import { expect, test } from 'vitest'
import { startCuttingProxy } from '../../support/cutting-proxy'
import { mailText } from '../../support/ingest'
import { startScriptedImap } from '../../support/scripted-imap'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { addMailbox, readMailboxBalance, type TestMailbox, visit } from './mailbox-world'

/** A UID means something only under its UIDVALIDITY, and servers change that when they like. */
const old = 500
const added = 20

setUpMailboxes()

const mailsFrom = (name: string, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => mailText({ Subject: `${name} ${from + i}` }, `Mail ${from + i}.\n`))

const countsOf = async (like: string) => {
  const [row] = await database.query<{ messages: number; subjects: number; tickets: number }>(
    `SELECT count(*)::int AS messages, count(DISTINCT subject)::int AS subjects,
       count(DISTINCT ticket_id)::int AS tickets FROM message WHERE subject LIKE $1`,
    [like],
  )
  return row
}

const rawCountsOf = async ({ mailboxId }: TestMailbox) => {
  const [row] = await database.query<{ kept: number; different: number }>(
    `SELECT count(*)::int AS kept, count(DISTINCT sha256)::int AS different FROM raw_mail WHERE mailbox_id = $1`,
    [mailboxId],
  )
  return row
}

const ledgerOf = async ({ mailboxId }: TestMailbox) =>
  Object.fromEntries(
    (
      await database.query<{ outcome: string; count: number }>(
        'SELECT outcome, count(*)::int AS count FROM mailbox_mail WHERE mailbox_id = $1 GROUP BY outcome',
        [mailboxId],
      )
    ).map(({ outcome, count }) => [outcome, count]),
  )

test('500 mails renumbered while 20 new ones come: the 20 are read and none of the 500, whether the numbering grows or falls', {
  timeout: 240_000,
}, async () => {
  const proxy = await startCuttingProxy(server.port)
  const mailbox = await connect({ user: 'renumbered', port: proxy.port }, world.b)
  await server.deliverAll('renumbered', mailsFrom('Numbers', 0, old))
  expect((await visit(rig, world.b, mailbox)).kept).toBe(old)
  let there = old
  // The highest that 32 bits hold, then one below all before.
  for (const uidValidity of [4_294_967_295, 17]) {
    await server.deliverAll('renumbered', mailsFrom('Numbers', there, added))
    await server.renumber('renumbered', uidValidity)
    const heardBefore = proxy.heard().length
    expect((await visit(rig, world.b, mailbox, { isThorough: false })).kept).toBe(added)
    const said = proxy.heard().slice(heardBefore)
    const scanned = said.split('\n').filter((line) => /FETCH .*HEADER/.test(line))
    // A hundred heads a command: one look at each of them, no second one.
    expect(scanned.length).toBeLessThanOrEqual(Math.ceil((there + added) / 100 + 2))
    there += added
    expect(await rawCountsOf(mailbox)).toEqual({ kept: there, different: there })
    expect((await visit(rig, world.b, mailbox)).kept).toBe(0)
  }
  await proxy.close()
  expect(await readMailboxBalance(world.b, mailbox)).toMatchObject({
    seen: there,
    pending: there,
    isClosed: true,
  })
})

test('mails that were seen and not yet fetched when the numbering changed come under their new numbers; nothing waits for ever', async () => {
  const mailbox = await connect({ user: 'halfway', processedFolder: 'Done' })
  await server.deliverAll('halfway', mailsFrom('Halfway', 0, 4))
  await visit(rig, world.a, mailbox)
  await database.query(
    `UPDATE mailbox_mail SET outcome = 'discovered' WHERE mailbox_id = $1 AND uid IN (1, 2)`,
    [mailbox.mailboxId],
  )
  await database.query(`DELETE FROM raw_mail WHERE mailbox_id = $1 AND uid IN (1, 2)`, [mailbox.mailboxId])
  await server.renumber('halfway', 99)
  expect((await visit(rig, world.a, mailbox)).kept).toBe(2)
  await rig.pipeline.ingest(world.a)
  expect(await countsOf('Halfway %')).toEqual({ messages: 4, subjects: 4, tickets: 4 })
  const { hasMovesAhead } = await visit(rig, world.a, mailbox)
  expect(hasMovesAhead).toBe(false)
  expect(await readMailboxBalance(world.a, mailbox)).toMatchObject({ pending: 0, isClosed: true })
})

test('a server without UIDVALIDITY, and with other numbers at each connection: each mail once', async () => {
  const bodies = Array.from({ length: 5 }, (_, i) => mailText({ Subject: `Unstable ${i}` }))
  let first = 100
  let there = 3
  const fake = await startScriptedImap({
    greet: '* OK [CAPABILITY IMAP4rev1] hello\r\n',
    answer: (tag, command) => unstableAnswers(tag, command, bodies.slice(0, there), first),
  })
  const mailbox = await addMailbox(rig, world.a, {
    user: 'unstable',
    port: fake.port,
    password: 'any',
    cutOffAt: new Date('2026-01-01'),
  })
  expect((await visit(rig, world.a, mailbox, { isThorough: false })).kept).toBe(3)
  // Smaller numbers than before, and two mails more.
  first = 10
  there = 5
  expect((await visit(rig, world.a, mailbox, { isThorough: false })).kept).toBe(2)
  for (first of [10, 1, 500]) expect((await visit(rig, world.a, mailbox)).kept).toBe(0)
  await fake.close()
  await rig.pipeline.ingest(world.a)
  expect(await countsOf('Unstable %')).toEqual({ messages: 5, subjects: 5, tickets: 5 })
  // Of all those numberings only the last one stays in the book, and what is kept.
  expect(await ledgerOf(mailbox)).toEqual({ kept: 5, renumbered: 5 })
})

/** Mails numbered from `first` on, with no UIDVALIDITY and no UIDNEXT. */
function unstableAnswers(tag: string, command: string, mails: string[], first: number): string {
  const done = `${tag} OK done\r\n`
  if (/^(EXAMINE|SELECT)/.test(command)) return `* ${mails.length} EXISTS\r\n${tag} OK [READ-ONLY] done\r\n`
  if (/^UID SEARCH/.test(command))
    return `* SEARCH${mails.map((_, i) => ` ${first + i}`).join('')}\r\n${done}`
  const [, range = ''] = /^UID FETCH (\S+)/.exec(command) ?? []
  if (range !== '') {
    const wanted = new Set(range.split(',').map(Number))
    const lines = mails.flatMap((mail, i) =>
      wanted.has(first + i) ? [fetched(mail, i, first, command)] : [],
    )
    return `${lines.join('')}${done}`
  }
  if (/^CAPABILITY/.test(command)) return `* CAPABILITY IMAP4rev1\r\n${done}`
  if (/^LIST/.test(command)) return `* LIST () "/" INBOX\r\n${done}`
  return done
}

function fetched(mail: string, index: number, first: number, command: string): string {
  const text = mail.replaceAll('\n', '\r\n')
  const headers = `${/^Message-ID:.*$/m.exec(mail)?.[0]}\r\n\r\n`
  const head = `* ${index + 1} FETCH (UID ${first + index} RFC822.SIZE ${text.length} INTERNALDATE "20-Nov-2026 09:00:0${index} +0000"`
  if (command.includes('HEADER'))
    return `${head} BODY[HEADER.FIELDS (MESSAGE-ID)] {${headers.length}}\r\n${headers})\r\n`
  return `${head} BODY[]<0> {${text.length}}\r\n${text})\r\n`
}
