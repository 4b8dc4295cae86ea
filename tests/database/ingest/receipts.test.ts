import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { countRows, database, pipeline, sentTo, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const reader = 'reader@receipt.example'

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
  const before = [await countRows('ticket'), await countRows('message'), await countRows('outbound_mail')]
  await pipeline.deliver(world.a, receiptOf(messageId, 'manual-action/MDN-sent-manually; displayed'))
  expect(await sentTo(reader)).toMatchObject({
    state: 'accepted',
    recipients: [{ state: 'viewed', viewedAt: expect.stringMatching(/^\d{4}-/) }],
  })
  expect([await countRows('ticket'), await countRows('message'), await countRows('outbound_mail')]).toEqual(
    before,
  )
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
    const before = await countRows('outbound_mail')
    const from = `asker${index}@receipt.example`
    await pipeline.deliver(world.a, mailText({ From: from, Subject: name, [name]: value }))
    expect((await countRows('outbound_mail')) - before, `${name}: the confirmation and nothing else`).toBe(1)
    const { id } = await sentTo(from)
    const [mime] = await database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM outbound_mime WHERE outbound_mail_id = $1',
      [id],
    )
    expect(mime?.bytes.toString('latin1')).not.toMatch(/disposition-notification/i)
  }
})
