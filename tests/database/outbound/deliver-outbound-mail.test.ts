import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { createSmtpSender, type SmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import { lockOutboundMail, settleOutboundMail } from '@/lib/outbound/settle-store'
import type { MailSender } from '@/lib/outbound/types'
import { systemScope } from '@/lib/tenancy/scope'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { testEnv } from '../../support/env'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { type SinkFault, type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { getTestTicket } from '../../support/tickets'
import { createWorld, type World } from '../../support/world'

const credentials = { keys: readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] }) }

/** Confirmations are the mails at hand; a reply takes the same way. */
const database = testDatabase()
let world: World
let pipeline: TestPipeline
let sink: SmtpSink
let sender: SmtpSender
beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
  sink = await startSmtpSink()
  sender = createSmtpSender({
    url: `smtp://127.0.0.1:${sink.port}`,
    hostname: 'mail.postino.test',
    timeouts: { afterDataTimeoutMs: 2_000 },
  })
})
afterAll(async () => {
  await sender.close()
  await sink.close()
  await pipeline.close()
})
beforeEach(() => {
  sink.fault = () => undefined
})

interface Row {
  id: string
  state: string
  trouble: string | null
  attempts: number
  message_id_header: string
  recipients: { address: string; state: string }[]
}
let senders = 0
async function queue(): Promise<{ id: string; read(): Promise<Row> }> {
  const from = `person${++senders}@queue.example`
  await pipeline.deliver(world.a, mailText({ From: from, Subject: `mail ${senders}` }))
  const read = async () => {
    const [row] = await database.query<Row & Record<string, unknown>>(
      "SELECT * FROM outbound_mail WHERE recipients->0->>'address' = $1",
      [from],
    )
    if (!row) throw new Error('no confirmation was queued')
    return row
  }
  return { id: (await read()).id, read }
}
const deliver = (id: string, by: MailSender = sender) =>
  deliverDueMails(systemScope(world.a.tenantId, 'test'), { senderFor: () => by, credentials }, { only: [id] })
const at =
  (step: 'rcpt' | 'end', action: ReturnType<SinkFault>): SinkFault =>
  (seen) =>
    seen.at === step ? action : undefined

test('all that is due leaves in one go, each mail once, and what was refused for now waits for its time', async () => {
  const mails = []
  for (let index = 0; index < 12; index++) mails.push(await queue())
  const [refused] = mails
  const refusedAddress = (await refused?.read())?.recipients[0]?.address
  sink.fault = (step) =>
    step.at === 'rcpt' && step.address === refusedAddress ? '450 4.2.1 Busy, come again' : undefined
  const go = () =>
    deliverDueMails(systemScope(world.a.tenantId, 'test'), { senderFor: () => sender, credentials })
  await Promise.all([go(), go()])
  for (const mail of mails) {
    const row = await mail.read()
    expect(row.state).toBe(mail === refused ? 'deferred' : 'accepted')
    expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(mail === refused ? 0 : 1)
  }
  expect(await go()).toEqual({ hasMore: false })
})

test('an accepted mail is settled, and asking again sends nothing', async () => {
  const mail = await queue()
  await deliver(mail.id)
  await deliver(mail.id)
  const row = await mail.read()
  expect(row).toMatchObject({
    state: 'accepted',
    attempts: 1,
    trouble: null,
    recipients: [{ state: 'accepted' }],
  })
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(1)
})

test('ten workers that try at once send it once', async () => {
  const mail = await queue()
  await Promise.all(Array.from({ length: 10 }, () => deliver(mail.id)))
  const row = await mail.read()
  expect(row).toMatchObject({ state: 'accepted', attempts: 1 })
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(1)
})

test.each([
  ['a refused recipient', at('rcpt', '550 5.1.1 nobody here'), 'failed'],
  ['a greylisting server', at('rcpt', '450 4.2.0 later'), 'deferred'],
  ['a server that says later at the end', at('end', '451 4.3.0 later'), 'deferred'],
  ['a server that says no at the end', at('end', '554 5.7.1 no'), 'failed'],
  ['a connection lost after the dot', at('end', 'take-and-drop'), 'uncertain'],
  ['silence after the dot', at('end', 'take-and-silence'), 'uncertain'],
])('%s leaves the mail where the table says', async (_name, fault, state) => {
  const mail = await queue()
  sink.fault = fault
  await deliver(mail.id)
  expect((await mail.read()).state).toBe(state)
})

test('a mail that is put off is tried after 1, 5, 15 and 60 minutes, then hourly, and after five days no more', async () => {
  const mail = await queue()
  sink.fault = at('rcpt', '450 4.2.0 later')
  for (const minutes of [1, 5, 15, 60, 60, 60]) {
    await database.query(
      "UPDATE outbound_mail SET next_attempt_at = now() - interval '1 second' WHERE id = $1",
      [mail.id],
    )
    await deliver(mail.id)
    const [row] = await database.query<{ waits: number }>(
      'SELECT extract(epoch FROM next_attempt_at - now())::float8 / 60 AS waits FROM outbound_mail WHERE id = $1',
      [mail.id],
    )
    expect((await mail.read()).state).toBe('deferred')
    expect(Math.abs((row?.waits ?? 0) - minutes) / minutes).toBeLessThan(0.1)
  }
  await daysLater(5, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'failed', trouble: 'gave_up' })
})

/** All that was written down of a mail is so much older, and its attempt is due. */
async function daysLater(days: number, id: string): Promise<void> {
  await database.query(
    `UPDATE outbound_mail SET next_attempt_at = now() - interval '1 second', created_at = created_at - $2 * interval '1 day'
     WHERE id = $1`,
    [id, days],
  )
  await database.query(
    `UPDATE delivery_event SET at = at - $2 * interval '1 day' WHERE outbound_mail_id = $1`,
    [id, days],
  )
}

test('the five days count attempts only: not those without a way out, nor those before somebody said to send again', async () => {
  const busy = at('rcpt', '450 4.2.0 later')
  const mail = await queue()
  sink.fault = busy
  await deliver(mail.id)
  await daysLater(1, mail.id)
  await deliver(mail.id, notConfiguredSender)
  expect(await mail.read()).toMatchObject({ state: 'pending', trouble: 'not_configured' })
  await daysLater(5, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'deferred', trouble: 'greylisted' })
  await daysLater(4, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'deferred' })

  sink.fault = at('end', 'drop')
  await daysLater(0, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'uncertain' })
  await daysLater(30, mail.id)
  await withTenant(world.a.owner, async (db) => {
    const locked = await lockOutboundMail(db, mail.id)
    if (locked) await settleOutboundMail(db, locked, 'pending', new Date())
  })
  sink.fault = busy
  await daysLater(0, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'deferred', attempts: 1 })
  await daysLater(5, mail.id)
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'failed', trouble: 'gave_up' })
})

test('a refusal for good stands in the ticket as soon as the server has said it, with its words', async () => {
  const { ticketId } = world.a
  const input = ReplyToTicketInput.parse({ ticketId, html: '<p>Hello</p>', idempotencyKey: newId() })
  const { outboundMailId } = await replyToTicket(world.a.agent, input, { blobs: pipeline.ports.blobs })
  sink.fault = at('rcpt', '550 5.1.1 nobody here')
  await deliver(outboundMailId)
  const { entries } = await getTestTicket(world.a, world.a.ticketNumber)
  const shown = entries.flatMap((entry) =>
    entry.kind === 'message' && entry.delivery ? [entry.delivery] : [],
  )
  expect(shown).toMatchObject([{ state: 'failed', trouble: 'recipient_refused' }])
  expect(JSON.stringify(shown)).toContain('nobody here')
})

test('an uncertain mail is not sent again by itself', async () => {
  const mail = await queue()
  sink.fault = at('end', 'take-and-drop')
  await deliver(mail.id)
  sink.fault = () => undefined
  await database.query(
    "UPDATE outbound_mail SET next_attempt_at = now() - interval '1 second' WHERE id = $1",
    [mail.id],
  )
  await deliver(mail.id)
  expect(sink.takenCount(`<${(await mail.read()).message_id_header}>`)).toBe(1)
})

const sendingWith = (dataBegan: boolean, id: string) =>
  database.query(
    `UPDATE outbound_mail SET state = 'sending', attempts = 1, lease_token = 7, leased_until = now() - interval '1 second',
     data_began_at = ${dataBegan ? 'now()' : 'NULL'} WHERE id = $1`,
    [id],
  )

test('a sender that died before the first byte left is replaced, and the mail goes out once', async () => {
  const mail = await queue()
  await sendingWith(false, mail.id)
  await deliver(mail.id)
  const row = await mail.read()
  expect(row.state).toBe('accepted')
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(1)
})

test('a sender that died after data began leaves the mail uncertain', async () => {
  const mail = await queue()
  await sendingWith(true, mail.id)
  await deliver(mail.id)
  const row = await mail.read()
  expect(row).toMatchObject({ state: 'uncertain', trouble: 'sender_died' })
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(0)
})

test('a worker that lost its lease before the data sends nothing', async () => {
  const mail = await queue()
  const slow = {
    send: async (ready: Parameters<SmtpSender['send']>[0]) =>
      sender.send({
        ...ready,
        beforeData: async () => {
          await database.query('UPDATE outbound_mail SET lease_token = 99 WHERE id = $1', [mail.id])
          await ready.beforeData?.()
        },
      }),
  }
  await deliverDueMails(
    systemScope(world.a.tenantId, 'test'),
    { senderFor: () => slow, credentials },
    { only: [mail.id] },
  )
  const row = await mail.read()
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(0)
  expect(row.state).toBe('sending')
})

test('nothing is sent to an address that was blocked meanwhile, and the mail says so', async () => {
  const mail = await queue()
  const row = await mail.read()
  await database.query(
    "INSERT INTO blocked_address (id, tenant_id, address_key, reason) VALUES (gen_random_uuid(), $1, $2, 'listed')",
    [world.a.tenantId, row.recipients[0]?.address],
  )
  await deliver(mail.id)
  expect(await mail.read()).toMatchObject({ state: 'suppressed', trouble: 'recipient_blocked' })
  expect(sink.takenCount(`<${row.message_id_header}>`)).toBe(0)
})
