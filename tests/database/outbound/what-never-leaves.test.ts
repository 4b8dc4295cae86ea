import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { newId } from '@/lib/ids'
import { addNote } from '@/lib/tickets/add-note'
import { AddNoteInput, ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import { insertTestMessage, insertTestTicket } from '../../support/tickets'

const blobs = createDiskBlobStore(mkdtempSync(path.join(tmpdir(), 'postino-never-')))
setUpIngest()

const countOut = async () => {
  const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM outbound_mail')
  return row?.count ?? 0
}

test.each([
  ['Disposition-Notification-To', 'Ann <ann@receipt.example>'],
  ['Return-Receipt-To', 'ann@receipt.example'],
  ['X-Confirm-Reading-To', 'ann@receipt.example'],
  ['Return-Receipt-Requested', 'yes'],
  ['Generate-Delivery-Report', 'ann@receipt.example'],
  ['Registered-Mail-Reply-Requested-By', 'ann@receipt.example'],
])('a mail that asks for a receipt by %s gets none', async (name, value) => {
  await database.query('UPDATE mailbox SET is_confirmation_on = false')
  const before = await countOut()
  const subject = `receipt ${name}`
  await pipeline.deliver(
    world.a,
    mailText({ From: 'ann@receipt.example', Subject: subject, [name]: value, Importance: 'high' }),
  )
  const [message] = await database.query('SELECT FROM message WHERE subject = $1', [subject])
  expect(message, 'it is a ticket like any other').toBeDefined()
  expect(await countOut()).toBe(before)
  await database.query('UPDATE mailbox SET is_confirmation_on = true')
})

/** Receipts as six programs write them. */
const receipts: [string, string, string][] = [
  ['of RFC 8098', 'displayed', 'Disposition: manual-action/MDN-sent-manually; displayed'],
  ['sent by itself', 'displayed', 'Disposition: automatic-action/MDN-sent-automatically; displayed'],
  ['of a deleted mail', 'deleted', 'Disposition: manual-action/MDN-sent-automatically; deleted'],
  ['of a denied one', 'denied', 'Disposition: manual-action/MDN-sent-manually; denied'],
  ['with words in place of a disposition', 'unknown', 'Disposition: seen'],
  ['without a disposition', 'unknown', 'Reporting-UA: x'],
]

test.each(receipts)(
  'a receipt %s is answered by nothing, though confirmations are on',
  async (name, _word, line) => {
    const before = await countOut()
    const from = `${name.replaceAll(' ', '-')}@receipt.example`
    const part = [
      '--b',
      'Content-Type: message/disposition-notification',
      '',
      'Final-Recipient: rfc822;x@y.example',
      line,
      '',
    ]
    await pipeline.deliver(
      world.a,
      mailText(
        {
          From: from,
          Subject: 'Read: printer',
          'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b',
        },
        ['--b', 'Content-Type: text/plain', '', 'It was read.', '', ...part, '--b--', ''].join('\n'),
      ),
      { from },
    )
    expect(await countOut()).toBe(before)
    const rows = await database.query(
      'SELECT state, outcome, reason FROM raw_mail WHERE envelope_from = $1',
      [from],
    )
    expect(rows, 'it was read and decided about').toMatchObject([
      { outcome: expect.stringMatching(/quarantine|receipt/) },
    ])
  },
)

test('no note ever leaves with a reply, whatever came before it in the ticket', {
  timeout: 120_000,
}, async () => {
  const step = fc.constantFrom('note', 'reply', 'customer')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const { ticketId } = await insertTestTicket(world.a)
      await insertTestMessage(world.a, ticketId)
      const notes: string[] = []
      for (const kind of [...steps, 'note', 'reply']) {
        const token = `token${newId().replaceAll('-', '')}`
        const input = { ticketId, html: `<p>${token}</p>`, idempotencyKey: newId() }
        if (kind === 'note') {
          notes.push(token)
          await addNote(world.a.agent, AddNoteInput.parse(input), { blobs })
        } else if (kind === 'reply') {
          await replyToTicket(world.a.agent, ReplyToTicketInput.parse(input), { blobs })
        } else await insertTestMessage(world.a, ticketId, { visibleText: token })
      }
      const rows = await database.query<{ bytes: Buffer }>(
        'SELECT m.bytes FROM outbound_mime m JOIN outbound_mail o ON o.id = m.outbound_mail_id WHERE o.ticket_id = $1',
        [ticketId],
      )
      // Quoted-printable breaks lines anywhere.
      const sent = rows.map(({ bytes }) => bytes.toString('latin1').replaceAll('=\r\n', '')).join('\n')
      expect(sent).toContain('token')
      expect(notes.filter((note) => sent.includes(note))).toEqual([])
    }),
    { numRuns: 15 },
  )
})
