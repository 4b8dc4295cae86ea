import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { countRows, database, pipeline, sentTo, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

/** RFC 5965: what a provider sends when somebody presses "this is spam". */
const complaintOf = (messageId: string, fields: string) =>
  mailText(
    {
      From: 'feedback@provider.example',
      Subject: `complaint about ${messageId}`,
      'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b',
    },
    `--b\nContent-Type: text/plain\n\nThis is an abuse report.\n--b\nContent-Type: message/feedback-report\n\nVersion: 1\nUser-Agent: desk/1\n${fields}\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${messageId}>\nSubject: x\n\nx\n--b--\n`,
  )

/** Somebody of this address writes, and our answer to him is accepted. */
async function answered(address: string, tenant = world.a): Promise<Awaited<ReturnType<typeof sentTo>>> {
  await pipeline.deliver(tenant, mailText({ From: address, 'Message-ID': `<of-${address}>` }))
  const sent = await sentTo(address)
  await database.query(`UPDATE outbound_mail SET state = 'accepted' WHERE id = $1`, [sent.id])
  return sent
}

test('who reports our mail as spam is shown at its recipient: no ticket, and the mail counts as delivered', async () => {
  const { id, messageId } = await answered('cross@spam.example')
  const before = [await countRows('ticket'), await countRows('message')]
  await pipeline.deliver(
    world.a,
    complaintOf(messageId, 'Feedback-Type: abuse\nOriginal-Rcpt-To: <Cross@spam.example>'),
  )
  expect(await sentTo('cross@spam.example')).toMatchObject({
    state: 'accepted',
    recipients: [{ address: 'cross@spam.example', complainedAt: expect.stringMatching(/^\d{4}-/) }],
  })
  expect([await countRows('ticket'), await countRows('message')]).toEqual(before)
  expect(
    await database.query(
      `SELECT kind, recipient, status FROM delivery_event WHERE outbound_mail_id = $1 AND kind = 'complained'`,
      [id],
    ),
  ).toEqual([{ kind: 'complained', recipient: 'cross@spam.example', status: 'abuse' }])
  expect(
    await database.query(
      `SELECT FROM customer_address WHERE address_key = 'cross@spam.example' AND undeliverable_since IS NOT NULL`,
    ),
  ).toEqual([])
})

test('a provider that hides who complained means the only recipient', async () => {
  const { messageId } = await answered('hidden@spam.example')
  await pipeline.deliver(world.a, complaintOf(messageId, 'Feedback-Type: abuse'))
  expect(JSON.stringify(await sentTo('hidden@spam.example'))).toContain('complainedAt')
})

test.each([
  ['of a mail that we did not send', 'Feedback-Type: abuse', 'never@ours.example'],
  ['that says it was no spam', 'Feedback-Type: not-spam', null],
])('a report %s becomes a ticket, and marks nobody', async (_, fields, other) => {
  const address = `calm-${fields.length}@spam.example`
  const { messageId } = await answered(address)
  const before = await countRows('ticket')
  await pipeline.deliver(world.a, complaintOf(other ?? messageId, fields))
  expect(await countRows('ticket')).toBe(before + 1)
  expect(JSON.stringify(await sentTo(address))).not.toContain('complainedAt')
})

test('a complaint about a mail of another tenant changes nothing there', async () => {
  const { messageId } = await answered('b@spam.example', world.b)
  await pipeline.deliver(
    world.a,
    complaintOf(messageId, 'Feedback-Type: abuse\nOriginal-Rcpt-To: <b@spam.example>'),
  )
  expect(JSON.stringify(await sentTo('b@spam.example'))).not.toContain('complainedAt')
})
