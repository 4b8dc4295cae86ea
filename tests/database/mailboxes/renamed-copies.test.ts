import { beforeEach, describe, expect, test } from 'vitest'
import { withTenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { ingestSettings } from '@/lib/ingest/settings'
import { recordAttempts } from '@/lib/outbound/store'
import { makeMessageId, makeReplyAddress, makeRootId } from '@/lib/outbound/thread-token'
import { systemScope } from '@/lib/tenancy/scope'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, user, world } from './mailbox-setup'
import { type TestMailbox, visit } from './mailbox-world'

/** Microsoft 365 gives each mail another Message-ID; the copy in Sent and whatever comes back bear that one. */
const sentPass = { sentFolder: 'Sent' }
let mailbox: TestMailbox

setUpMailboxes()
beforeEach(async () => {
  mailbox = await connect({ isSentRead: true })
})

interface Sent {
  outboundMailId: string
  ticketId: string
  /** What the provider made of our Message-ID. */
  renamed: string
  fields: Record<string, string>
}

const customer = 'maria@customer.example'

/** A mail of ours in a ticket of its own, whose data went out just now. `fields` are what its copy says. */
async function send(kind: 'reply' | 'confirmation', state: 'sending' | 'uncertain'): Promise<Sent> {
  const { tenantId, channelId, creationAddress } = world.a
  const [ticketId, outboundMailId, messageId] = [newId(), newId(), newId()]
  const [{ number } = { number: 0 }] = await database.query<{ number: number }>(
    `INSERT INTO ticket (id, tenant_id, number, subject, queue_id, state_id, customer_id, mailbox_id, last_message_at)
     SELECT $1, tenant_id, (SELECT max(number) + 1 FROM ticket), subject, queue_id, state_id, customer_id, mailbox_id, now()
     FROM ticket WHERE id = $2 RETURNING number`,
    [ticketId, world.a.ticketId],
  )
  if (kind === 'reply')
    await database.query(
      `INSERT INTO message (id, tenant_id, ticket_id, kind, from_name, from_address, subject, visible_text, received_at)
       VALUES ($1, $2, $3, 'reply', 'Ada', 'support@alpha.test', 'Re: Renamed', 'Our words.', now())`,
      [messageId, tenantId, ticketId],
    )
  const { threadKeys, mailHostname } = ingestSettings()
  const [key] = threadKeys
  const header = makeMessageId(key, { tenantId, ticketId, outboundMailId }, mailHostname)
  await database.query(
    `INSERT INTO outbound_mail (id, tenant_id, kind, state, ticket_id, message_id, channel_id, message_id_header,
       envelope_from, recipients, data_began_at, lease_token, settled_at)
     VALUES ($1, $2, $3::outbound_kind, $4::outbound_state, $5, $6, $7, $8, '', $9, now(), 1,
       CASE WHEN $4 = 'uncertain' THEN now() END)`,
    [
      ...[
        outboundMailId,
        tenantId,
        kind,
        state,
        ticketId,
        kind === 'reply' ? messageId : null,
        channelId,
        header,
      ],
      JSON.stringify([{ address: customer, state: 'waiting', detail: '' }]),
    ],
  )
  const renamed = `DB9PR10MB0001${outboundMailId.slice(-12)}@DB9PR10MB0001.EURPRD10.PROD.OUTLOOK.COM`
  const fields = {
    'Message-ID': `<${renamed}>`,
    From: `Support <${user}@business.example>`,
    To: `Maria <${customer}>`,
    Subject: 'Re: Renamed',
    Date: new Date().toUTCString(),
    References: `<${makeRootId(key, { tenantId, ticketId }, mailHostname)}>`,
    'Reply-To': makeReplyAddress(key, { tenantId, ticketNumber: number }, creationAddress) ?? '',
  }
  return { outboundMailId, ticketId, renamed, fields }
}

/** The server took it and told its own id. */
async function accept({ outboundMailId, renamed }: Sent): Promise<void> {
  const decision = {
    state: 'accepted' as const,
    trouble: null,
    nextAttemptAt: null,
    recipients: [{ address: customer, state: 'accepted' as const, detail: '' }],
  }
  await withTenantSql(systemScope(world.a.tenantId, 'test'), (db) =>
    recordAttempts(db, [
      {
        ...{ outboundMailId, leaseToken: 1, decision, serverResponse: '250 OK', countsAsAttempt: true },
        ...{ deadAddressKeys: [], providerMessageId: renamed, at: new Date() },
      },
    ]),
  )
}

async function readCopies(): Promise<void> {
  await visit(rig, world.a, mailbox, sentPass)
  await rig.pipeline.ingest(world.a)
}

const outcomes = async () =>
  (
    await database.query<{ outcome: string }>(
      'SELECT outcome FROM mailbox_mail WHERE mailbox_id = $1 AND is_sent ORDER BY uid',
      [mailbox.mailboxId],
    )
  ).map((row) => row.outcome)

const replies = async ({ ticketId }: Sent) =>
  (
    await database.query<{ text: string }>(
      `SELECT visible_text AS text FROM message WHERE ticket_id = $1 AND kind = 'reply' ORDER BY id`,
      [ticketId],
    )
  ).map((row) => row.text)

const stateOf = async ({ outboundMailId }: Sent) =>
  (
    await database.query<{ state: string }>('SELECT state FROM outbound_mail WHERE id = $1', [outboundMailId])
  )[0]?.state

const deliverCopy = (fields: Record<string, string>, text = 'Our words.\n') =>
  server.deliver(user, mailText(fields, text), { folder: 'Sent', flags: ['\\Seen'] })

describe('a copy under another Message-ID', () => {
  test.each(['reply', 'confirmation'] as const)('of a %s whose new id was told is ours', async (kind) => {
    const sent = await send(kind, 'sending')
    await accept(sent)
    // Nothing but its id says so.
    const { 'Reply-To': _, ...fields } = sent.fields
    await deliverCopy(fields)
    await readCopies()
    expect(await outcomes()).toEqual(['own-mail'])
    expect(await replies(sent)).toEqual(kind === 'reply' ? ['Our words.'] : [])
  })

  test('that is read before its answer was written down is ours by its marks', async () => {
    const sent = await send('reply', 'sending')
    await deliverCopy(sent.fields)
    await readCopies()
    await accept(sent)
    expect(await outcomes()).toEqual(['own-mail'])
    expect(await replies(sent)).toEqual(['Our words.'])
  })

  test.each([
    ['with our mark in Reply-To', {}],
    ['without it, of our very second', { 'Reply-To': `support@business.example` }],
  ])('settles a mail whose fate was unknown: %s', async (_, fields) => {
    const sent = await send('reply', 'uncertain')
    await deliverCopy({ ...sent.fields, ...fields })
    await readCopies()
    expect(await stateOf(sent)).toBe('accepted')
    expect(await outcomes()).toEqual(['own-mail'])
    expect(await replies(sent)).toEqual(['Our words.'])
  })

  test.each([
    ['to somebody else', { To: 'other@customer.example, maria@customer.example' }],
    [
      'at another time, without our Reply-To',
      { 'Reply-To': '', Date: new Date(Date.now() + 90_000).toUTCString() },
    ],
  ])('is none of a mail whose fate is unknown, but somebody’s own answer: %s', async (_, fields) => {
    const sent = await send('reply', 'uncertain')
    await deliverCopy({ ...sent.fields, ...fields }, 'Words of somebody.\n')
    await readCopies()
    expect(await stateOf(sent)).toBe('uncertain')
    expect(await replies(sent)).toEqual(['Our words.', 'Words of somebody.'])
  })
})

describe('what comes back under another Message-ID', () => {
  test('by a list is our own mail, and a bounce of it is told at our reply', async () => {
    const sent = await send('reply', 'sending')
    await accept(sent)
    await server.deliver(user, mailText({ ...sent.fields, From: 'list@lists.example' }))
    await server.deliver(user, bounceOf(sent.renamed))
    await readCopies()
    const came = await database.query('SELECT outcome FROM raw_mail WHERE mailbox_id = $1 ORDER BY uid', [
      mailbox.mailboxId,
    ])
    expect(came).toEqual([{ outcome: 'suppress' }, { outcome: 'record-bounce' }])
    const [mail] = await database.query<{ recipients: { state: string }[] }>(
      'SELECT recipients FROM outbound_mail WHERE id = $1',
      [sent.outboundMailId],
    )
    expect(mail?.recipients).toMatchObject([{ state: 'bounced' }])
  })
})

const bounceOf = (messageId: string): string =>
  [
    'From: Mail Delivery System <mailer-daemon@mx.example>',
    `To: ${world.a.channelAddress}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${newId()}@mx.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${customer}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${messageId}>`,
    `To: ${customer}`,
    '',
    '--b--',
    '',
  ].join('\n')
