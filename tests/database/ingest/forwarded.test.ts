import { beforeEach, expect, test } from 'vitest'
import type { AuthenticationResult } from '@/lib/ingest/ports'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import type { AgentScope } from '@/lib/tenancy/scope'
import { systemScope } from '@/lib/tenancy/scope'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput, MakeRequesterInput, ReplyToTicketInput } from '@/lib/tickets/inputs'
import { makeRequester } from '@/lib/tickets/make-requester'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const pass: AuthenticationResult = { verdict: 'pass', details: ['dmarc=pass'] }
beforeEach(() => {
  pipeline.authentication = pass
})

const agentAddress = 'agent@alpha.test'
let lastCustomer = 0
const newCustomer = () => `rosa${++lastCustomer}@cliente.example`

/** Ada passes on, with a word for her colleagues, what a customer sent to her alone. */
const forward = (from: string, original: string, fields: Record<string, string> = {}) =>
  mailText(
    { From: `Ada <${from}>`, Subject: 'Fwd: The lamp flickers', ...fields },
    `She always complains, please handle.

---------- Forwarded message ---------
From: Rosa Neri <${original}>
Date: Thu, 19 Nov 2026 at 18:03
Subject: The lamp flickers
To: Ada <${agentAddress}>

Good evening,
the lamp in the hall flickers.
`,
  )

interface Made {
  number: number
  rawMailId: string
  requester: string
  trail: { stage: string; code: string; data: Record<string, unknown> }[]
}
const deliver = async (mail: string, tenant = world.a): Promise<Made> => {
  await pipeline.deliver(tenant, mail)
  const [row] = await database.query<Made>(
    `SELECT t.number, r.id AS "rawMailId", r.trail, a.address AS requester FROM raw_mail r JOIN ticket t ON t.id = r.ticket_id
     JOIN customer_address a ON a.customer_id = t.customer_id
     WHERE r.tenant_id = $1 ORDER BY r.decided_at DESC LIMIT 1`,
    [tenant.tenantId],
  )
  if (!row) throw new Error('no ticket was made')
  return row
}
const open = (number: number, scope: AgentScope = world.a.agent) =>
  getTicket(scope, GetTicketInput.parse({ number }))
const messageIn = async (number: number) => {
  const entry = (await open(number)).entries.find((one) => one.kind === 'message')
  if (entry?.kind !== 'message') throw new Error('no message')
  return entry
}
const whyNot = ({ trail }: Made) =>
  trail.find(({ stage, code }) => stage === 'forward' && code === 'proposed')?.data.reason
const confirmationsTo = (address: string) =>
  database.query(`SELECT 1 FROM outbound_mail WHERE recipients->0->>'address' = $1`, [address])

test('an agent of the tenant passes on a mail: its sender is the requester, and the trail says why', async () => {
  const customer = newCustomer()
  const made = await deliver(forward(agentAddress, customer))
  expect(made.requester).toBe(customer)
  expect(made.trail).toContainEqual({
    stage: 'forward',
    code: 'requester',
    data: { from: customer, forwarder: agentAddress },
  })
  const { author, forwarded } = await messageIn(made.number)
  expect(author).toMatchObject({ address: agentAddress, isSpoofLike: false })
  expect(forwarded).toMatchObject({
    how: 'inline',
    from: { name: 'Rosa Neri', address: customer },
    subject: 'The lamp flickers',
    sentAt: '2026-11-19T18:03:00.000Z',
    isRequester: true,
    mayBeRequester: false,
  })
  expect(forwarded?.evidence).not.toEqual([])
  expect([...(await confirmationsTo(customer)), ...(await confirmationsTo(agentAddress))]).toEqual([])
})

test('the answer goes to him, and he reads nothing of what the agent wrote above his mail', async () => {
  const customer = newCustomer()
  const { number } = await deliver(
    forward(agentAddress, customer, { Cc: 'colleague@alpha.test', 'Message-ID': '<internal@alpha.test>' }),
  )
  const ticket = await open(number)
  expect(ticket.replyPlan).toMatchObject({
    ok: true,
    to: [{ address: customer, reason: 'requester' }],
    subject: 'Re: The lamp flickers',
  })
  const input = { ticketId: ticket.id, html: '<p>We come.</p>', idempotencyKey: crypto.randomUUID() }
  const { outboundMailId } = await replyToTicket(
    world.a.agent,
    ReplyToTicketInput.parse(input),
    pipeline.ports,
  )
  const [sent] = await database.query<{ bytes: Buffer }>(
    'SELECT bytes FROM outbound_mime WHERE outbound_mail_id = $1',
    [outboundMailId],
  )
  const text = String(sent?.bytes)
  expect(text).toContain('the lamp in the hall flickers')
  expect(text).not.toMatch(/complains|internal@alpha\.test|Ada <|agent@alpha\.test/)
})

test('his own answer comes back into the ticket', async () => {
  const customer = newCustomer()
  const { number } = await deliver(
    forward(agentAddress, customer, { 'Message-ID': '<passed-on@alpha.test>' }),
  )
  await deliver(
    mailText({ From: customer, 'In-Reply-To': '<passed-on@alpha.test>', Subject: 'Re: The lamp flickers' }),
  )
  expect((await open(number)).messageCount).toBe(2)
})

// Anybody can write an agent's address into From: that must not choose who asks, nor whom we answer.
test.each([
  ['none', 'forwarder-not-verified'],
  ['fail', 'forwarder-not-verified'],
] as const)(
  'with an agent’s address and the verdict %s nothing happens by itself',
  async (verdict, reason) => {
    pipeline.authentication = { verdict, details: [] }
    const customer = newCustomer()
    const made = await deliver(forward(agentAddress, customer))
    expect(made.requester).toBe(agentAddress)
    expect(whyNot(made)).toBe(reason)
    expect((await messageIn(made.number)).forwarded).toMatchObject({
      isRequester: false,
      mayBeRequester: true,
    })
  },
)

test('neither an agent of another tenant, nor one who left, nor one who may not sign in, nor a customer', async () => {
  const mayForward = async (address: string) => {
    const made = await deliver(forward(address, newCustomer()))
    return whyNot(made) ?? 'yes'
  }
  expect(await mayForward('agent@beta.test')).toBe('forwarded-by-other')
  expect(await mayForward('somebody@cliente.example')).toBe('forwarded-by-other')
  expect(await mayForward('shared@postino.test')).toBe('yes')
  expect(await mayForward('Shared@Postino.test')).toBe('yes')
  const { membershipId, userId } = world.a.shared.actor as { membershipId: string; userId: string }
  await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [membershipId])
  expect(await mayForward('shared@postino.test')).toBe('forwarded-by-other')
  await database.query('UPDATE membership SET deactivated_at = NULL WHERE id = $1', [membershipId])
  await database.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [userId])
  expect(await mayForward('shared@postino.test')).toBe('forwarded-by-other')
})

test('an original that came from one of our own addresses makes nobody the requester', async () => {
  const made = await deliver(forward(agentAddress, world.a.channelAddress))
  expect(made.requester).toBe(agentAddress)
  expect(whyNot(made)).toBe('original-is-own-address')
  const { id, forwarded } = await messageIn(made.number)
  expect(forwarded).toMatchObject({ mayBeRequester: false })
  const input = MakeRequesterInput.parse({ messageId: id })
  await expect(makeRequester(world.a.agent, input)).rejects.toMatchObject({ code: 'conflict' })
})

test('what a customer passes on is a proposal, which an agent takes up: once, with a note, and only of this tenant', async () => {
  const customer = newCustomer()
  const made = await deliver(forward('partner@cliente.example', customer))
  expect(made.requester).toBe('partner@cliente.example')
  const { id, forwarded } = await messageIn(made.number)
  expect(forwarded).toMatchObject({ from: { address: customer }, isRequester: false, mayBeRequester: true })

  const input = MakeRequesterInput.parse({ messageId: id })
  await expect(makeRequester(world.b.agent, input)).rejects.toMatchObject({ code: 'not_found' })
  await makeRequester(world.a.agent, input)
  await makeRequester(world.a.agent, input)
  const ticket = await open(made.number)
  expect(ticket.requester).toMatchObject({ name: 'Rosa Neri', address: customer })
  expect(ticket.replyPlan).toMatchObject({ to: [{ address: customer, reason: 'requester' }] })
  const notes = ticket.entries.filter(
    (entry) => entry.kind === 'event' && entry.action === 'requester_changed',
  )
  expect(notes).toMatchObject([{ actorName: 'Ada', details: { from: 'Ada', to: 'Rosa Neri' } }])
})

test('the original as a file is exact, and its own files are named', async () => {
  const customer = newCustomer()
  const original = [
    `From: Rosa Neri <${customer}>`,
    'Date: Thu, 19 Nov 2026 18:03:00 +0100',
    'Subject: The lamp flickers',
    'Content-Type: multipart/mixed; boundary=inner',
    '',
    '--inner\nContent-Type: text/plain\n\nSee the picture.\n',
    '--inner\nContent-Type: image/png; name=lamp.png\nContent-Disposition: attachment; filename=lamp.png',
    'Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--inner--',
  ].join('\n')
  const made = await deliver(
    mailText(
      {
        From: `Ada <${agentAddress}>`,
        Subject: 'Fwd: The lamp flickers',
        'Content-Type': 'multipart/mixed; boundary=outer',
      },
      `--outer\nContent-Type: text/plain\n\nFor you.\n--outer\nContent-Type: message/rfc822\n\n${original}\n--outer--\n`,
    ),
  )
  expect(made.requester).toBe(customer)
  expect((await messageIn(made.number)).forwarded).toMatchObject({
    how: 'attached',
    sentAt: '2026-11-19T17:03:00.000Z',
    files: ['lamp.png'],
    isRequester: true,
  })
})

test('a reply that quotes header lines speaks of the mail it answers, and passes on nothing', async () => {
  const made = await deliver(
    mailText(
      { From: newCustomer(), Subject: 'Re: The lamp', 'In-Reply-To': '<unseen@cliente.example>' },
      `Thanks!\n\nFrom: Support <${world.a.channelAddress}>\nSent: Thursday, 19 November 2026 18:03\nTo: Rosa\nSubject: The lamp\n\nWe come.\n`,
    ),
  )
  expect((await messageIn(made.number)).forwarded).toBeNull()
})

test('looked at again, a forwarded mail leads to the same requester', async () => {
  const made = await deliver(forward(agentAddress, newCustomer()))
  const scope = systemScope(world.a.tenantId, 'test')
  const { differences, today } = await replayMail(
    scope,
    { rawMailId: made.rawMailId },
    pipeline.ports,
    ingestSettings(),
  )
  expect({ differences, today }).toEqual({ differences: [], today: 'create' })
})
