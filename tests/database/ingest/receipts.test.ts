import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../support/database'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let pipeline: TestPipeline

beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
})
afterAll(() => pipeline.close())

const reader = 'reader@receipt.example'
const sentTo = async (address: string) => {
  const [mail] = await database.query<{ id: string; messageId: string; state: string; recipients: unknown }>(
    `SELECT id, message_id_header AS "messageId", state, recipients FROM outbound_mail
     WHERE recipients->0->>'address' = $1`,
    [address],
  )
  if (!mail) throw new Error('nothing was sent')
  return mail
}
const count = async (table: string) => (await database.query(`SELECT FROM ${table}`)).length

/** RFC 8098, 3: what a mail program sends when somebody opened a mail of ours. */
const receiptOf = (messageId: string, disposition: string) =>
  mailText(
    {
      From: reader,
      Subject: 'Read: your answer',
      'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b',
    },
    `--b\nContent-Type: text/plain\n\nIt was opened.\n--b\nContent-Type: message/disposition-notification\n\nReporting-UA: desk; mail 1\nFinal-Recipient: rfc822;${reader}\nOriginal-Message-ID: <${messageId}>\nDisposition: ${disposition}\n--b--\n`,
  )

test('a receipt that somebody displayed our mail is shown at its recipient, and is no answer', async () => {
  await pipeline.deliver(world.a, mailText({ From: reader, 'Message-ID': '<first@receipt.example>' }))
  const { id, messageId } = await sentTo(reader)
  await database.query(`UPDATE outbound_mail SET state = 'accepted' WHERE id = $1`, [id])
  const before = [await count('ticket'), await count('message'), await count('outbound_mail')]
  await pipeline.deliver(world.a, receiptOf(messageId, 'manual-action/MDN-sent-manually; displayed'))
  expect(await sentTo(reader)).toMatchObject({
    state: 'accepted',
    recipients: [{ state: 'viewed', viewedAt: expect.stringMatching(/^\d{4}-/) }],
  })
  expect([await count('ticket'), await count('message'), await count('outbound_mail')]).toEqual(before)
})

test('a receipt for a mail of another tenant changes nothing there', async () => {
  await pipeline.deliver(
    world.b,
    mailText({ From: 'b@receipt.example', 'Message-ID': '<b@receipt.example>' }),
  )
  const { id, messageId } = await sentTo('b@receipt.example')
  await database.query(`UPDATE outbound_mail SET state = 'accepted' WHERE id = $1`, [id])
  await pipeline.deliver(world.a, receiptOf(messageId, 'manual-action/MDN-sent-manually; displayed'))
  const { recipients } = await sentTo('b@receipt.example')
  expect(JSON.stringify(recipients)).not.toContain('viewed')
})

test('whoever asks for a receipt, in any of the ways there are, gets none', async () => {
  const asks = {
    'Disposition-Notification-To': reader,
    'Disposition-Notification-Options': 'signed-receipt=required,pkcs7',
    'Return-Receipt-To': reader,
    'X-Confirm-Reading-To': reader,
    'Read-Receipt-To': reader,
    'Generate-Delivery-Report': 'yes',
  }
  for (const [index, [name, value]] of Object.entries(asks).entries()) {
    const before = await count('outbound_mail')
    const from = `asker${index}@receipt.example`
    await pipeline.deliver(world.a, mailText({ From: from, Subject: name, [name]: value }))
    expect((await count('outbound_mail')) - before, `${name}: the confirmation and nothing else`).toBe(1)
    const { id } = await sentTo(from)
    const [mime] = await database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM outbound_mime WHERE outbound_mail_id = $1',
      [id],
    )
    expect(mime?.bytes.toString('latin1')).not.toMatch(/disposition-notification/i)
  }
})
