import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { makeReplyAddress } from '@/lib/outbound/thread-token'
import { systemScope } from '@/lib/tenancy/scope'
import { assignTicket } from '@/lib/tickets/assign-ticket'
import { decideJoinRequest } from '@/lib/tickets/decide-join-request'
import { getTicket } from '@/lib/tickets/get-ticket'
import {
  AssignTicketInput,
  DecideJoinRequestInput,
  GetTicketInput,
  ReplyToTicketInput,
} from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { createWorld, type World } from '../../support/world'

/** Mails that lead to more than one ticket, and to tickets that take nothing any more. */
const database = testDatabase()
let world: World
let pipeline: TestPipeline
beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
})
afterAll(() => pipeline.close())

const anna = 'anna@client.example'
const bruno = 'bruno@client.example'

interface Placed {
  number: number
  messageId: string
  joinState: string | null
  isWaiting: boolean
}

/** Delivers a mail under this id and says where it is. */
async function deliver(
  id: string,
  fields: Record<string, string | null>,
  body = `I am ${id}.\n`,
): Promise<Placed> {
  const mail = mailText({ Subject: 'Lamp', ...fields, 'Message-ID': `<${id}@client.example>` }, body)
  await pipeline.deliver(world.a, mail)
  const [row] = await database.query<Placed & Record<string, unknown>>(
    `SELECT t.number, m.id AS "messageId", m.join_state AS "joinState", t.unanswered_since IS NOT NULL AS "isWaiting"
     FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id_header = $1 ORDER BY m.id DESC LIMIT 1`,
    [`${id}@client.example`],
  )
  if (!row) throw new Error(`${id} is nowhere`)
  return row
}

const open = (number: number) => getTicket(world.a.agent, GetTicketInput.parse({ number }))

/** Answers a ticket, and gives what the answer's reader names when he writes back. */
async function answer(number: number): Promise<{ 'In-Reply-To': string; References: string }> {
  const { id } = await open(number)
  const reply = { ticketId: id, html: '<p>Soon.</p>', idempotencyKey: crypto.randomUUID() }
  const { outboundMailId } = await replyToTicket(
    world.a.agent,
    ReplyToTicketInput.parse(reply),
    pipeline.ports,
  )
  const [sent] = await database.query<{ id: string; bytes: Buffer }>(
    `SELECT o.message_id_header AS id, m.bytes FROM outbound_mail o JOIN outbound_mime m ON m.outbound_mail_id = o.id
     WHERE o.id = $1`,
    [outboundMailId],
  )
  const unfolded = String(sent?.bytes).replace(/\r\n[ \t]+/g, ' ')
  const [, references = ''] = /^References: (.*)\r$/m.exec(unfolded) ?? []
  return { 'In-Reply-To': `<${sent?.id}>`, References: `${references} <${sent?.id}>` }
}

const replyAddressOf = (ticketNumber: number): string => {
  const [key] = ingestSettings().threadKeys
  return String(makeReplyAddress(key, { tenantId: world.a.tenantId, ticketNumber }, world.a.creationAddress))
}

const close = (number: number) =>
  database.query('UPDATE ticket SET state_id = $1, closed_at = now() WHERE tenant_id = $2 AND number = $3', [
    world.a.states.closing,
    world.a.tenantId,
    number,
  ])

test('of the marks of two tickets the nearest leads', async () => {
  const [older, newer] = [await deliver('older', { From: anna }), await deliver('newer', { From: anna })]
  const [toOlder, toNewer] = [await answer(older.number), await answer(newer.number)]
  const both = { ...toNewer, References: `${toOlder.References} ${toNewer.References}` }
  expect((await deliver('both', { From: anna, ...both })).number).toBe(newer.number)
  const other = { ...toOlder, References: `${toNewer.References} ${toOlder.References}` }
  expect((await deliver('other', { From: anna, ...other })).number).toBe(older.number)
})

test('whoever writes twice to a ticket that is closed for good has one new one, until that is closed as well', async () => {
  await database.query(`UPDATE queue SET reopen_policy = 'new_linked' WHERE id = $1`, [world.a.queueId])
  const first = await deliver('first', { From: anna, Cc: bruno })
  const chain = await answer(first.number)
  await deliver('brunos', { From: bruno, ...chain })
  await close(first.number)
  const sequel = await deliver('again', { From: anna, ...chain })
  expect(sequel.number).not.toBe(first.number)
  expect((await open(sequel.number)).links).toMatchObject([{ kind: 'continues', number: first.number }])
  expect((await deliver('once-more', { From: anna, ...chain })).number).toBe(sequel.number)
  const toHimself = {
    'In-Reply-To': '<again@client.example>',
    References: `${chain.References} <again@client.example>`,
  }
  expect((await deliver('afterthought', { From: anna, ...toHimself })).number).toBe(sequel.number)
  expect((await open(sequel.number)).links, 'told once').toHaveLength(1)
  const inHand = { ticketId: (await open(sequel.number)).id, assigneeId: world.a.agent.actor.membershipId }
  await assignTicket(world.a.agent, AssignTicketInput.parse(inHand))
  expect((await deliver('in-hand', { From: anna, ...toHimself })).number).toBe(sequel.number)
  expect((await open(sequel.number)).links, 'told once').toHaveLength(1)
  const away = { From: anna, 'Auto-Submitted': 'auto-replied', ...chain }
  expect((await deliver('machine', away)).number, 'a machine answers what it names').toBe(first.number)

  const his = await deliver('bruno-again', { From: bruno, ...chain })
  expect([first.number, sequel.number], 'he takes no part in the new one').not.toContain(his.number)

  await close(sequel.number)
  const third = await deliver('much-later', { From: anna, ...chain })
  expect([first.number, sequel.number, his.number]).not.toContain(third.number)
  expect((await deliver('later-still', { From: anna, ...chain })).number).toBe(third.number)
})

test('whose request to join became a ticket of his own writes on in that', async () => {
  const { number } = await deliver('main', { From: anna })
  const chain = await answer(number)
  const request = await deliver('may-i', { From: bruno, ...chain })
  expect(request).toMatchObject({ number, joinState: 'pending', isWaiting: true })
  await decideJoinRequest(
    world.a.agent,
    DecideJoinRequestInput.parse({ messageId: request.messageId, decision: 'split' }),
  )
  const onward = {
    'In-Reply-To': '<may-i@client.example>',
    References: `${chain.References} <may-i@client.example>`,
  }
  const next = await deliver('and-then', { From: bruno, ...onward })
  expect(next).toMatchObject({ joinState: null })
  expect(next.number).not.toBe(number)
  expect((await open(next.number)).entries.filter(({ kind }) => kind === 'message')).toHaveLength(2)
})

test('where header and recipients have no mark, one in the text leads; a known ancestor leads before it', async () => {
  const { number } = await deliver('marked', { From: anna })
  const address = replyAddressOf(number)
  const quoting = (id: string, fields: Record<string, string>) =>
    deliver(id, fields, `Still dark.\n\nFrom: Anna\nTo: Support <${address}>\nSubject: Lamp\n\nIt is dark.\n`)
  expect(await quoting('quoting', { From: anna })).toMatchObject({ number, joinState: null })
  expect(await quoting('passed-on', { From: bruno })).toMatchObject({ number, joinState: 'pending' })
  const other = await deliver('else', { From: anna, Subject: 'Door' })
  await answer(other.number)
  const answering = { From: anna, 'In-Reply-To': '<else@client.example>' }
  expect((await quoting('answering', answering)).number).toBe(other.number)
  const forged = address.replace(
    /\.([a-z2-7])([a-z2-7]+)@/,
    (_, first, rest) => `.${first === 'a' ? 'b' : 'a'}${rest}@`,
  )
  const mail = deliver('forged', { From: anna }, `To: ${forged}\n`)
  expect((await mail).number).not.toBe(number)
})

test('a letter that comes twice, by a list and without its footer, is in one ticket; another one under its id is not', async () => {
  const letter = { From: anna, Date: 'Fri, 20 Nov 2026 10:00:00 +0100' }
  const send = async (fields: Record<string, string>, body: string) => {
    const mail = mailText({ ...fields, Subject: 'Twice', 'Message-ID': '<twice@client.example>' }, body)
    await pipeline.deliver(world.a, mail)
    const rows = await database.query<{ number: number }>(
      `SELECT t.number FROM raw_mail r JOIN ticket t ON t.id = r.ticket_id WHERE r.subject = 'Twice' ORDER BY r.id DESC`,
    )
    return rows[0]?.number
  }
  const first = await send(letter, 'The lamp is out.\n')
  expect(await send(letter, 'The lamp is out.\n_______\nLeave this list at any time.\n')).toBe(first)
  expect((await open(first ?? 0)).entries.filter(({ kind }) => kind === 'message')).toHaveLength(2)
  // A form that gives each of its mails the same id, and somebody who knows one.
  const later = { ...letter, Date: 'Fri, 20 Nov 2026 11:00:00 +0100' }
  expect(await send(later, 'Another lamp is out.\n')).not.toBe(first)
  expect(await send({ ...letter, From: bruno }, 'No lamp is out.\n')).not.toBe(first)
})

test('a machine that asks to join waits for nobody’s answer', async () => {
  const { number } = await deliver('holiday', { From: anna })
  const chain = await answer(number)
  const away = { From: 'annas.other@client.example', 'Auto-Submitted': 'auto-replied', ...chain }
  expect(await deliver('away', away)).toEqual(
    expect.objectContaining({ number, joinState: 'pending', isWaiting: false }),
  )
})

test('looked at again, each of these mails would go where it went', async () => {
  const scope = systemScope(world.a.tenantId, 'test')
  const mails = await database.query<{ id: string; subject: string; outcome: string }>(
    'SELECT id, subject, outcome FROM raw_mail WHERE tenant_id = $1 ORDER BY received_at, id',
    [world.a.tenantId],
  )
  expect(mails.length).toBeGreaterThan(20)
  for (const mail of mails) {
    const found = await replayMail(scope, { rawMailId: mail.id }, pipeline.ports, ingestSettings())
    expect({ mail, today: found.today, differences: found.differences }).toEqual({
      mail,
      today: mail.outcome,
      differences: [],
    })
  }
})
