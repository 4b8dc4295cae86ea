import { expect, test } from 'vitest'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { RetryQuarantinedMailInput } from '@/lib/tickets/inputs'
import { writeCounts } from '../../support/counts'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { ingestAll, visit } from './mailbox-world'

/** A mailbox goes to another provider, and the program that copies it takes liberties. */
const isLong = process.env.POSTINO_CHAOS === 'long'
const old = isLong ? 500 : 110

setUpMailboxes()

const subjectOf = (i: number) => `Copied ${i}`
/** Every fifth mail answers the one before it. */
const parentOf = (i: number) => (i % 5 === 4 ? i - 1 : null)

function copiedMail(i: number, change: { id?: string; body?: string } = {}): string {
  const parent = parentOf(i)
  return mailText(
    {
      From: `Person ${i - (i % 5)} <person${i - (i % 5)}@cliente.example>`,
      Subject: parent === null ? subjectOf(i) : `Re: ${subjectOf(parent)}`,
      Date: new Date(Date.UTC(2026, 10, 1 + (i % 15), 8, i % 60, (i * 7) % 60)).toUTCString(),
      'Message-ID': `<${change.id ?? `copied-${i}`}@cliente.example>`,
      ...(parent !== null && { References: `<copied-${parent}@cliente.example>` }),
    },
    change.body ?? `What is written in mail ${i}.\n`,
  )
}

const ticketRows = () =>
  database.query(
    `SELECT id, state_id, version, message_count FROM ticket WHERE subject LIKE '%Copied %' ORDER BY id`,
  )

test('a mailbox copied to another host with new numbers, dates and some other Message-IDs: no old ticket reopens, and what is not known again waits for somebody', {
  timeout: 180_000,
}, async () => {
  const mailbox = await connect({ user: 'before-move' })
  const indexes = Array.from({ length: old }, (_, i) => i)
  await server.deliverAll(
    'before-move',
    indexes.map((i) => copiedMail(i)),
    { receivedAt: new Date('2026-11-18') },
  )
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)
  await database.query(
    `UPDATE ticket SET state_id = s.id FROM ticket_state s
     WHERE s.tenant_id = ticket.tenant_id AND s.phase = 'closing' AND ticket.subject LIKE '%Copied %'`,
  )
  const before = await ticketRows()
  expect(before).toHaveLength(old - Math.floor(old / 5))

  const rewritten = (i: number) => i % 10 === 4
  const isChanged = (i: number) => i % 200 === 104
  await server.deliverAll(
    'after-move',
    indexes.map((i) =>
      copiedMail(i, {
        ...((rewritten(i) || isChanged(i)) && { id: `anew-${i}` }),
        ...(isChanged(i) && { body: `[scanned] What is written in mail ${i}.\n` }),
      }),
    ),
  )
  const news = [0, 1, 2].map((i) =>
    mailText({ Subject: `New at the new place ${i}`, Date: new Date().toUTCString() }),
  )
  await server.deliverAll('after-move', news)
  await database.query(
    `UPDATE mailbox_connection SET username = 'after-move', epoch = epoch + 1, version = version + 1 WHERE mailbox_id = $1`,
    [mailbox.mailboxId],
  )
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)

  expect(await ticketRows()).toEqual(before)
  const made = await database.query(
    `SELECT subject FROM ticket WHERE subject LIKE 'New at%' ORDER BY subject`,
  )
  expect(made).toHaveLength(news.length)
  const held = await database.query<{ id: string; reason: string; subject: string }>(
    `SELECT id, reason, subject FROM raw_mail WHERE mailbox_id = $1 AND state = 'quarantined'`,
    [mailbox.mailboxId],
  )
  expect(held.map((row) => row.reason)).toEqual(indexes.filter(isChanged).map(() => 'before-move'))

  if (isLong) await writeCounts('mailbox-moved', { mails: old, reopened: 0, held: held.length })

  const [first] = held
  if (!first) throw new Error('nothing was held')
  await retryQuarantinedMail(world.a.owner, RetryQuarantinedMailInput.parse({ rawMailId: first.id }))
  await ingestAll(rig, world.a)
  const [after] = await database.query('SELECT state, outcome FROM raw_mail WHERE id = $1', [first.id])
  expect(after).toMatchObject({ state: 'processed' })
})
