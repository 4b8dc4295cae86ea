import { expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { mailText } from '../../support/ingest'
import { database, pipeline, sentTo, setUpIngest, world } from '../../support/ingest-setup'

/** Mail servers and programs that report copy the References of the mail they report on: our earlier ones stand there too. */
setUpIngest()

/** Somebody of this address writes, and gets two mails of ours. @returns their Message-IDs, the older first */
async function writtenTo(address: string): Promise<[older: string, newer: string]> {
  await pipeline.deliver(world.a, mailText({ From: address, 'Message-ID': `<of-${address}>` }))
  const { id, messageId } = await sentTo(address)
  const newer = `newer.${messageId}`
  await database.query(
    `INSERT INTO outbound_mail SELECT (jsonb_populate_record(o, $2::jsonb)).* FROM outbound_mail o WHERE id = $1`,
    [id, JSON.stringify({ id: newId(), message_id_header: newer })],
  )
  await database.query(`UPDATE outbound_mail SET state = 'accepted' WHERE recipients->0->>'address' = $1`, [
    address,
  ])
  return [messageId, newer]
}

const statesOf = async (address: string) =>
  (
    await database.query<{ state: string }>(
      `SELECT recipients->0->>'state' AS state FROM outbound_mail WHERE recipients->0->>'address' = $1 ORDER BY id`,
      [address],
    )
  ).map(({ state }) => state)

const report = (type: string, fields: string, rest: string) =>
  `--b\nContent-Type: text/plain\n\nA report.\n--b\nContent-Type: message/${type}\n\n${fields}\n${rest}--b--\n`

const head = (type: string, references: string[]) => ({
  From: 'Mail Delivery System <mailer-daemon@mx.example>',
  Subject: 'Mail delivery failed: returning message to sender',
  References: references.map((id) => `<${id}>`).join(' '),
  'Content-Type': `multipart/report; report-type=${type}; boundary=b`,
})

const failed = (address: string) =>
  `Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\n`

test('a bounce that names the whole conversation marks the mail that came back, and no earlier one', async () => {
  const address = 'chain@thread.example'
  const [older, newer] = await writtenTo(address)
  const returned = `--b\nContent-Type: message/rfc822\n\nMessage-ID: <${newer}>\nSubject: x\n\nx\n`
  const text = report('delivery-status', failed(address), returned)
  await pipeline.deliver(world.a, mailText(head('delivery-status', [older, newer]), text), { from: '' })
  expect(await statesOf(address)).toEqual(['waiting', 'bounced'])
})

test('a bounce that returns nothing is about the last that it names', async () => {
  const address = 'last@thread.example'
  const [older, newer] = await writtenTo(address)
  const text = report('delivery-status', failed(address), '')
  await pipeline.deliver(world.a, mailText(head('delivery-status', [older, newer]), text), { from: '' })
  expect(await statesOf(address)).toEqual(['waiting', 'bounced'])
})

test('a receipt is shown at the mail that was read', async () => {
  const address = 'reader@thread.example'
  const [older, newer] = await writtenTo(address)
  const fields = `Final-Recipient: rfc822; ${address}\nOriginal-Message-ID: <${newer}>\nDisposition: manual-action/MDN-sent-manually; displayed\n`
  const text = report('disposition-notification', fields, '')
  const mail = mailText({ ...head('disposition-notification', [older, newer]), From: address }, text)
  await pipeline.deliver(world.a, mail)
  expect(await statesOf(address)).toEqual(['waiting', 'viewed'])
})
