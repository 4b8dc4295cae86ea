import { beforeEach, expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/**
 * A group under the address that customers know passes their mail on to us, and writes its own address over theirs where
 * their domain asks for it: those mails are not ours, and whoever forges our address does not get in by it.
 */
setUpIngest()
beforeEach(() => {
  pipeline.authentication = { verdict: 'pass', details: ['dmarc=pass'] }
})

const author = 'eva@strict.example'
async function deliver(subject: string, over: Record<string, string> = {}) {
  const group = world.a.channelAddress
  await pipeline.deliver(
    world.a,
    mailText({
      From: `"'Eva Neri' via Help" <${group}>`,
      To: group,
      Subject: subject,
      'Message-ID': `<${subject}@strict.example>`,
      'Mailing-list': `list ${group}; contact owners@business.example`,
      'X-Original-From': `Eva Neri <${author}>`,
      ...over,
    }),
  )
  const [row] = await database.query<{
    id: string
    outcome: string
    reason: string | null
    from: string
    verdict: string | null
  }>(
    `SELECT r.id, r.outcome, r.reason, r.from_address AS "from", m.authentication AS verdict
     FROM raw_mail r LEFT JOIN message m ON m.id = r.message_id WHERE r.subject = $1`,
    [subject],
  )
  return row
}

test('a customer who writes to our group is the requester, and what the group proves is not his proof', async () => {
  const mail = await deliver('through-the-group')
  expect(mail).toMatchObject({ outcome: 'create', from: author, verdict: 'none' })
  const [ticket] = await database.query<{ address: string }>(
    `SELECT a.address FROM ticket t JOIN customer_address a ON a.customer_id = t.customer_id WHERE t.subject = $1`,
    ['through-the-group'],
  )
  expect(ticket?.address).toBe(author)
  const { blobs, parser } = pipeline.ports
  const replayed = await replayMail(
    world.a.owner,
    { rawMailId: mail?.id ?? '' },
    { blobs, parser },
    ingestSettings(),
  )
  expect(replayed).toMatchObject({ today: 'create', differences: [] })
})

test('whoever forges our address, or names nobody, stays outside', async () => {
  pipeline.authentication = { verdict: 'fail', details: ['dmarc=fail'] }
  expect(await deliver('forged')).toMatchObject({ reason: 'from-own-address' })
  pipeline.authentication = { verdict: 'none', details: [] }
  expect(await deliver('no-group', { 'Mailing-list': 'list other@business.example' })).toMatchObject({
    reason: 'from-own-address',
  })
  expect(await deliver('ourselves', { 'X-Original-From': world.a.channelAddress })).toMatchObject({
    reason: 'from-own-address',
  })
})
