import { expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { ingestSettings } from '@/lib/ingest/settings'
import { makeMessageId, makeReplyAddress } from '@/lib/outbound/thread-token'
import { mailText } from '../../support/ingest'
import { database, pipeline, sentTo, setUpIngest, world } from '../../support/ingest-setup'
import type { TenantWorld } from '../../support/world'

setUpIngest()

const ticketOf = async (tenant: TenantWorld, messageId: string) => {
  const rows = await database.query<{
    number: number
    subject: string
    phase: string
    message_count: number
    join_state: string | null
  }>(
    `SELECT t.number, t.subject, s.phase, t.message_count, m.join_state FROM message m JOIN ticket t ON t.id = m.ticket_id
     JOIN ticket_state s ON s.id = t.state_id WHERE m.tenant_id = $1 AND m.message_id_header = $2`,
    [tenant.tenantId, messageId],
  )
  return rows[0]
}
const setState = (tenant: TenantWorld, number: number, stateId: string) =>
  database.query('UPDATE ticket SET state_id = $1, closed_at = now() WHERE tenant_id = $2 AND number = $3', [
    stateId,
    tenant.tenantId,
    number,
  ])
const outcomeOf = async (tenant: TenantWorld, subject: string) =>
  database.query<{
    state: string
    outcome: string
    reason: string | null
    trail: unknown[]
    delivery_count: number
  }>(
    'SELECT state, outcome, reason, trail, delivery_count FROM raw_mail WHERE tenant_id = $1 AND subject = $2 ORDER BY received_at',
    [tenant.tenantId, subject],
  )

test('a mail from an unknown sender becomes one ticket with its subject, text, sender and trail', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ 'Message-ID': '<new-1@cliente.example>', Subject: '=?utf-8?Q?Perch=C3=A9_non_stampa=3F?=' }),
  )
  const ticket = await ticketOf(world.a, 'new-1@cliente.example')
  expect(ticket).toMatchObject({ subject: 'Perché non stampa?', phase: 'opening', message_count: 1 })
  const [raw] = await outcomeOf(world.a, 'Perché non stampa?')
  expect(raw).toMatchObject({ state: 'processed', outcome: 'create' })
  expect(raw?.trail.length).toBeGreaterThan(5)
  const customers = await database.query(
    'SELECT c.name FROM customer c JOIN customer_address a ON a.customer_id = c.id WHERE a.address_key = $1',
    ['rosa.neri@cliente.example'],
  )
  expect(customers).toEqual([{ name: 'Rosa Neri' }])
})

test('the second mail of a sender reuses the customer and makes a second ticket', async () => {
  await pipeline.deliver(
    world.a,
    mailText({
      From: 'Rosa Neri <Rosa.Neri@Cliente.example>',
      'Message-ID': '<new-2@cliente.example>',
      Subject: 'Another thing',
    }),
  )
  expect(await ticketOf(world.a, 'new-2@cliente.example')).toMatchObject({ subject: 'Another thing' })
  const customers = await database.query(
    "SELECT 1 FROM customer_address WHERE address_key = 'rosa.neri@cliente.example'",
  )
  expect(customers).toHaveLength(1)
})

test('a new sender is told once in 24 hours that the mail arrived, without a word of what was written', async () => {
  const sent = await database.query<{ bytes: Buffer }>(
    `SELECT m.bytes FROM outbound_mail o JOIN outbound_mime m ON m.outbound_mail_id = o.id
     WHERE o.kind = 'confirmation' AND o.recipients->0->>'address' ILIKE 'rosa.neri@cliente.example'`,
  )
  expect(sent).toHaveLength(1)
  const text = String(sent[0]?.bytes)
  expect(text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
  expect(text).not.toMatch(/Perch|stampa|Rosa/)
})

test('a machine is never answered', async () => {
  const before = await database.query("SELECT 1 FROM outbound_mail WHERE kind = 'confirmation'")
  await pipeline.deliver(
    world.a,
    mailText({ From: 'robot@machine.example', 'Auto-Submitted': 'auto-generated', Subject: 'Report' }),
  )
  expect(await outcomeOf(world.a, 'Report')).toMatchObject([{ outcome: 'create' }])
  expect(await database.query("SELECT 1 FROM outbound_mail WHERE kind = 'confirmation'")).toHaveLength(
    before.length,
  )
})

test('a mail whose sender was forged is not answered', async () => {
  pipeline.authentication = { verdict: 'fail', details: ['dmarc=fail'] }
  await pipeline.deliver(world.a, mailText({ From: 'victim@forged.example', Subject: 'Forged' }))
  pipeline.authentication = { verdict: 'none', details: [] }
  expect(await outcomeOf(world.a, 'Forged')).toMatchObject([{ outcome: 'create' }])
  expect(
    await database.query(
      "SELECT 1 FROM outbound_mail WHERE recipients->0->>'address' = 'victim@forged.example'",
    ),
  ).toEqual([])
})

test('the same bytes delivered twice are one message, and both deliveries are counted', async () => {
  const mail = mailText({ 'Message-ID': '<twice@cliente.example>', Subject: 'Twice' })
  await pipeline.deliver(world.a, mail)
  await pipeline.deliver(world.a, mail)
  expect(await outcomeOf(world.a, 'Twice')).toMatchObject([{ outcome: 'create', delivery_count: 2 }])
})

test('the same mail by another route is a second delivery of one message', async () => {
  await pipeline.deliver(
    world.a,
    mailText({
      Received: 'from relay by mx; Fri, 20 Nov 2026 09:00:01 +0100',
      'Message-ID': '<twice@cliente.example>',
      Subject: 'Twice',
    }),
  )
  expect((await outcomeOf(world.a, 'Twice')).map((row) => row.outcome)).toEqual(['create', 'duplicate'])
})

test('the same Message-ID with other content is a message of its own, and is flagged', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ 'Message-ID': '<twice@cliente.example>', Subject: 'Twice' }, 'Something else entirely.\n'),
  )
  const rows = await database.query<{ flags: string[] }>(
    "SELECT flags FROM message WHERE tenant_id = $1 AND message_id_header = 'twice@cliente.example' ORDER BY received_at",
    [world.a.tenantId],
  )
  expect(rows.map((row) => row.flags.includes('message-id-reused'))).toEqual([false, true])
})

test('a participant who answers by References lands in the ticket', async () => {
  await pipeline.deliver(world.a, mailText({ 'Message-ID': '<ref-1@cliente.example>', Subject: 'Thread' }))
  await pipeline.deliver(
    world.a,
    mailText(
      {
        'Message-ID': '<ref-2@cliente.example>',
        References: '<ref-1@cliente.example>',
        Subject: 'R: Thread',
      },
      'More.\n',
    ),
  )
  const [first, second] = [
    await ticketOf(world.a, 'ref-1@cliente.example'),
    await ticketOf(world.a, 'ref-2@cliente.example'),
  ]
  expect(second?.number).toBe(first?.number)
  expect(second?.message_count).toBe(2)
})

test('a stranger who names a Message-ID gets his own ticket, linked as possibly related', async () => {
  await pipeline.deliver(
    world.a,
    mailText({
      From: 'stranger@other.example',
      'Message-ID': '<stranger@other.example>',
      'In-Reply-To': '<ref-1@cliente.example>',
      Subject: 'Re: Thread',
    }),
  )
  const [theirs, mine] = [
    await ticketOf(world.a, 'ref-1@cliente.example'),
    await ticketOf(world.a, 'stranger@other.example'),
  ]
  expect(mine?.number).not.toBe(theirs?.number)
  expect(
    await database.query('SELECT 1 FROM ticket_link WHERE tenant_id = $1 AND kind = $2', [
      world.a.tenantId,
      'possibly_related',
    ]),
  ).not.toEqual([])
})

test('two senders with the same subject never share a ticket', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ From: 'one@x.example', 'Message-ID': '<help-1@x.example>', Subject: 'help' }),
  )
  await pipeline.deliver(
    world.a,
    mailText({ From: 'two@x.example', 'Message-ID': '<help-2@x.example>', Subject: 'Re: help' }),
  )
  const [one, two] = [
    await ticketOf(world.a, 'help-1@x.example'),
    await ticketOf(world.a, 'help-2@x.example'),
  ]
  expect(one?.number).not.toBe(two?.number)
})

test('our token from a participant reopens the ticket; from anybody else it is a request to join that changes nothing', async () => {
  const [key] = ingestSettings().threadKeys
  const token = makeMessageId(
    key,
    { tenantId: world.a.tenantId, ticketId: world.a.ticketId, outboundMailId: newId() },
    'postino.localhost',
  )
  await setState(world.a, world.a.ticketNumber, world.a.states.closing)
  await pipeline.deliver(
    world.a,
    mailText({
      From: 'outsider@other.example',
      'Message-ID': '<join@other.example>',
      'In-Reply-To': `<${token}>`,
    }),
  )
  expect(await ticketOf(world.a, 'join@other.example')).toMatchObject({
    number: world.a.ticketNumber,
    join_state: 'pending',
    phase: 'closing',
  })

  await pipeline.deliver(
    world.a,
    mailText({
      From: world.a.customerAddress,
      'Message-ID': '<back@customer.example>',
      'In-Reply-To': `<${token}>`,
    }),
  )
  expect(await ticketOf(world.a, 'back@customer.example')).toMatchObject({
    number: world.a.ticketNumber,
    join_state: null,
    phase: 'opening',
  })
})

test("another tenant's token opens nothing", async () => {
  const [key] = ingestSettings().threadKeys
  const foreign = makeMessageId(
    key,
    { tenantId: world.b.tenantId, ticketId: world.b.ticketId, outboundMailId: newId() },
    'postino.localhost',
  )
  await pipeline.deliver(
    world.a,
    mailText({
      From: world.a.customerAddress,
      'Message-ID': '<foreign@customer.example>',
      'In-Reply-To': `<${foreign}>`,
    }),
  )
  expect((await ticketOf(world.a, 'foreign@customer.example'))?.number).not.toBe(world.b.ticketNumber)
  expect(
    await database.query('SELECT 1 FROM message WHERE tenant_id = $1 AND message_id_header = $2', [
      world.b.tenantId,
      'foreign@customer.example',
    ]),
  ).toEqual([])
})

test('the mark in the reply address alone leads to the ticket, also when it stands in Cc', async () => {
  const [key] = ingestSettings().threadKeys
  const address = makeReplyAddress(
    key,
    { tenantId: world.a.tenantId, ticketNumber: world.a.ticketNumber },
    world.a.creationAddress,
  )
  expect(address).not.toBeNull()
  await pipeline.deliver(
    world.a,
    mailText({ From: world.a.customerAddress, Cc: String(address), 'Message-ID': '<cc@customer.example>' }),
  )
  expect(await ticketOf(world.a, 'cc@customer.example')).toMatchObject({ number: world.a.ticketNumber })
})

test('a reply that overtakes its parent meets it again', async () => {
  const parent = mailText({
    From: 'early@pair.example',
    'Message-ID': '<parent@pair.example>',
    Subject: 'Order',
  })
  const reply = mailText(
    {
      From: 'early@pair.example',
      'Message-ID': '<reply@pair.example>',
      'In-Reply-To': '<parent@pair.example>',
      Subject: 'Re: Order',
    },
    'And one more thing.\n',
  )
  await pipeline.deliver(world.a, reply)
  await pipeline.deliver(world.a, parent)
  const [first, second] = [
    await ticketOf(world.a, 'reply@pair.example'),
    await ticketOf(world.a, 'parent@pair.example'),
  ]
  expect(second?.number).toBe(first?.number)
})

test('an out-of-office answer is attached and changes no state', async () => {
  await setState(world.a, world.a.ticketNumber, world.a.states.waiting)
  const [key] = ingestSettings().threadKeys
  const token = makeMessageId(
    key,
    { tenantId: world.a.tenantId, ticketId: world.a.ticketId, outboundMailId: newId() },
    'postino.localhost',
  )
  await pipeline.deliver(
    world.a,
    mailText({
      From: world.a.customerAddress,
      'Message-ID': '<ooo@customer.example>',
      'In-Reply-To': `<${token}>`,
      'Auto-Submitted': 'auto-replied',
      Subject: 'Out of office',
    }),
  )
  expect(await ticketOf(world.a, 'ooo@customer.example')).toMatchObject({
    number: world.a.ticketNumber,
    phase: 'waiting',
  })
})

test('a bounce of something we never sent waits in quarantine and makes no ticket', async () => {
  await pipeline.deliver(
    world.a,
    mailText(
      {
        From: 'MAILER-DAEMON@mx.example',
        Subject: 'Undelivered Mail Returned to Sender',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      '--b\nContent-Type: text/plain\n\nFailed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n',
    ),
    { from: '' },
  )
  expect(await outcomeOf(world.a, 'Undelivered Mail Returned to Sender')).toMatchObject([
    { state: 'quarantined', reason: 'bounce-of-unknown-mail' },
  ])
})

test('a mail that cannot be read is kept in quarantine, and the next one arrives', async () => {
  await pipeline.keep(world.a, new Uint8Array(0))
  await pipeline.keep(
    world.a,
    mailText({ 'Message-ID': '<after-poison@cliente.example>', Subject: 'After the poison' }),
  )
  await pipeline.ingest(world.a)
  expect(await ticketOf(world.a, 'after-poison@cliente.example')).toBeDefined()
  expect(
    await database.query("SELECT 1 FROM raw_mail WHERE tenant_id = $1 AND state = 'kept'", [
      world.a.tenantId,
    ]),
  ).toEqual([])
})

test('mails of one tenant are invisible to the pipeline of another', async () => {
  await pipeline.keep(world.a, mailText({ Subject: 'Only A' }))
  await pipeline.ingest(world.b)
  expect(
    await database.query("SELECT state FROM raw_mail WHERE tenant_id = $1 AND state = 'kept'", [
      world.a.tenantId,
    ]),
  ).toHaveLength(1)
  await pipeline.ingest(world.a)
})

const bounceOf = (messageId: string, recipient: string, status: string, action: string): string =>
  mailText(
    {
      From: 'MAILER-DAEMON@mx.example',
      Subject: `Undelivered ${messageId}`,
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
    },
    `--b\nContent-Type: text/plain\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status} no such user\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${messageId}>\nSubject: x\n\nx\n--b--\n`,
  )

test('a bounce of our mail marks its recipient, keeps it accepted, makes no ticket and does not reopen one', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ From: 'gone@bounce.example', 'Message-ID': '<gone@bounce.example>', Subject: 'Soon gone' }),
  )
  const sent = () =>
    database.query<{
      id: string
      state: string
      message_id_header: string
      recipients: { state: string }[]
      phase: string
    }>(
      `SELECT o.id, o.state, o.message_id_header, o.recipients, s.phase FROM outbound_mail o JOIN ticket t ON t.id = o.ticket_id
       JOIN ticket_state s ON s.id = t.state_id WHERE o.recipients->0->>'address' = 'gone@bounce.example'`,
    )
  const [mail] = await sent()
  await database.query("UPDATE outbound_mail SET state = 'accepted' WHERE id = $1", [mail?.id])
  await setState(
    world.a,
    (await ticketOf(world.a, 'gone@bounce.example'))?.number ?? 0,
    world.a.states.closing,
  )
  const tickets = await database.query('SELECT 1 FROM ticket')

  await pipeline.deliver(
    world.a,
    bounceOf(String(mail?.message_id_header), 'gone@bounce.example', '5.1.1', 'failed'),
    { from: '' },
  )
  expect((await sent())[0]).toMatchObject({
    state: 'accepted',
    recipients: [{ state: 'bounced' }],
    phase: 'closing',
  })
  expect(await database.query('SELECT 1 FROM ticket')).toHaveLength(tickets.length)
  expect(
    await database.query(
      "SELECT 1 FROM customer_address WHERE address_key = 'gone@bounce.example' AND undeliverable_since IS NOT NULL",
    ),
  ).toHaveLength(1)
})

test('a bounce that returns nothing of our mail and names it by what we called it is told at its recipient', async () => {
  await pipeline.deliver(world.a, mailText({ From: 'silent@bounce.example', Subject: 'No trace' }))
  const { id } = await sentTo('silent@bounce.example')
  const report = (envelopeId: string) =>
    mailText(
      {
        From: 'MAILER-DAEMON@mx.example',
        Subject: 'Undelivered',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      `--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nOriginal-Envelope-Id: ${envelopeId}\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; silent@bounce.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n`,
    )
  await pipeline.deliver(world.b, report(id), { from: '' })
  await pipeline.deliver(world.a, report('nothing of ours'), { from: '' })
  expect((await sentTo('silent@bounce.example')).recipients).toMatchObject([{ state: 'waiting' }])
  await pipeline.deliver(world.a, report(id), { from: '' })
  expect((await sentTo('silent@bounce.example')).recipients).toMatchObject([{ state: 'bounced' }])
})

test("a bounce forged for another tenant's mail changes nothing there", async () => {
  await pipeline.deliver(
    world.b,
    mailText({ From: 'safe@bounce.example', 'Message-ID': '<safe@bounce.example>' }),
  )
  const [mail] = await database.query<{ message_id_header: string }>(
    "SELECT message_id_header FROM outbound_mail WHERE recipients->0->>'address' = 'safe@bounce.example'",
  )
  await pipeline.deliver(
    world.a,
    bounceOf(String(mail?.message_id_header), 'safe@bounce.example', '5.1.1', 'failed'),
    { from: '' },
  )
  expect(
    await database.query(
      "SELECT 1 FROM outbound_mail WHERE recipients->0->>'state' = 'waiting' AND recipients->0->>'address' = 'safe@bounce.example'",
    ),
  ).toHaveLength(1)
})

test('our own mail that comes back is recorded and makes no ticket', async () => {
  const [own] = await database.query<{ bytes: Buffer; subject: string }>(
    'SELECT m.bytes FROM outbound_mail o JOIN outbound_mime m ON m.outbound_mail_id = o.id WHERE o.tenant_id = $1 LIMIT 1',
    [world.a.tenantId],
  )
  const tickets = await database.query('SELECT 1 FROM ticket')
  await pipeline.deliver(world.a, own?.bytes ?? new Uint8Array())
  expect(await database.query('SELECT 1 FROM ticket')).toHaveLength(tickets.length)
  expect(
    await database.query(
      "SELECT 1 FROM raw_mail WHERE tenant_id = $1 AND outcome = 'suppress' AND reason = 'own-mail'",
      [world.a.tenantId],
    ),
  ).toHaveLength(1)
})

// Two systems that answer each other, or a forged sender: a ticket of ours to ourselves would be answered to ourselves.
test('a mail that claims to be from our own address goes to quarantine', async () => {
  await pipeline.deliver(world.a, mailText({ From: world.a.channelAddress, Subject: 'from ourselves' }))
  expect(await outcomeOf(world.a, 'from ourselves')).toMatchObject([
    { state: 'quarantined', reason: 'from-own-address' },
  ])
})
