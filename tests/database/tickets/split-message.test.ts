import { expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { addNote } from '@/lib/tickets/add-note'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import { getTicket } from '@/lib/tickets/get-ticket'
import {
  AddNoteInput,
  ChangeTicketStateInput,
  GetTicketInput,
  ReplyToTicketInput,
  SplitMessageInput,
} from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { splitMessage } from '@/lib/tickets/split-message'
import type { MessageEntry, TicketDto } from '@/lib/tickets/types'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import { eventsOf, getTestTicket } from '../../support/tickets'

setUpIngest()

const anna = 'anna@client.example'
const bruno = 'bruno@client.example'

const open = (number: number) => getTicket(world.a.agent, GetTicketInput.parse({ number }))
const split = (messageId: string, scope = world.a.agent) =>
  splitMessage(scope, SplitMessageInput.parse({ messageId }))

/** Delivers a mail under this id; gives its ticket's number and its message's id. */
async function deliver(id: string, fields: Record<string, string>) {
  const mail = mailText(
    { From: anna, Cc: bruno, ...fields, 'Message-ID': `<${id}@client.example>` },
    `I am ${id}.\n`,
  )
  await pipeline.deliver(world.a, mail)
  const [row] = await database.query<{ number: number; messageId: string }>(
    `SELECT t.number, m.id AS "messageId" FROM message m JOIN ticket t ON t.id = m.ticket_id
     WHERE m.message_id_header = $1 AND m.tenant_id = $2`,
    [`${id}@client.example`, world.a.tenantId],
  )
  if (!row) throw new Error(`${id} is nowhere`)
  return row
}

/** Answers a ticket, and gives what the answer's reader names when he writes back. */
async function answer(number: number): Promise<{ 'In-Reply-To': string; References: string }> {
  const { id } = await open(number)
  const reply = { ticketId: id, html: '<p>Soon.</p>', idempotencyKey: crypto.randomUUID() }
  const { outboundMailId } = await replyToTicket(
    world.a.agent,
    ReplyToTicketInput.parse(reply),
    pipeline.ports,
  )
  const [sent] = await database.query<{ id: string }>(
    'SELECT message_id_header AS id FROM outbound_mail WHERE id = $1',
    [outboundMailId],
  )
  return { 'In-Reply-To': `<${sent?.id}>`, References: `<${sent?.id}>` }
}

const messagesOf = ({ entries }: TicketDto): MessageEntry[] =>
  entries.flatMap((entry) => (entry.kind === 'message' ? [entry] : []))
const textsOf = (ticket: TicketDto): string[] => messagesOf(ticket).map((one) => one.visibleText.trim())
const offersOf = (ticket: TicketDto): (string | null)[] =>
  messagesOf(ticket).map(({ newSubject }) => newSubject)

/** Anna answers our answer about a lamp with something about a door, and writes on. */
async function changeSubject(name: string) {
  const first = await deliver(name, { Subject: `Lamp of ${name}` })
  const chain = await answer(first.number)
  const door = await deliver(`${name}-door`, { Subject: 'R: Door does not close', ...chain })
  const onward = {
    'In-Reply-To': `<${name}-door@client.example>`,
    References: `${chain.References} <${name}-door@client.example>`,
  }
  return { number: first.number, chain, door, onward }
}

test('a message with a new subject is offered, and becomes a ticket with all that hangs on it', async () => {
  const { number, door, onward } = await changeSubject('first')
  expect(door.number).toBe(number)
  await deliver('first-more', { Subject: 'Re: Door does not close', ...onward })
  await deliver('first-lamp', { Subject: 'Re: Lamp of first', ...onward })
  const before = await open(number)
  expect(offersOf(before)).toEqual([null, null, 'Door does not close', null, null])
  await split(door.messageId)

  const old = await open(number)
  expect(textsOf(old)).toEqual(['I am first.', 'Soon.', 'I am first-lamp.'])
  expect(offersOf(old)).toEqual([null, null, null])
  expect(old).toMatchObject({ messageCount: 3, isUnanswered: true, excerpt: 'I am first-lamp.' })
  expect(old.links).toMatchObject([{ kind: 'possibly_related', subject: 'Door does not close' }])
  const made = await open(old.links[0]?.number ?? 0)
  expect(textsOf(made)).toEqual(['I am first-door.', 'I am first-more.'])
  expect(offersOf(made)).toEqual([null, null])
  expect(made).toMatchObject({
    messageCount: 2,
    isUnanswered: true,
    excerpt: 'I am first-more.',
    queue: { id: old.queue.id },
    requester: { id: old.requester.id },
  })
  const keys = await database.query(
    `SELECT DISTINCT ticket_id FROM message_key WHERE kind <> 'alias' AND message_id = $1
     UNION SELECT ticket_id FROM raw_mail WHERE message_id = $1`,
    [door.messageId],
  )
  expect(keys).toEqual([{ ticket_id: made.id }])
  expect((await eventsOf(world.a, number)).filter(([action]) => action === 'message_split')).toEqual([
    ['message_split', 'Ada', { number: made.number, subject: 'Door does not close' }],
  ])
})

test('what is answered to it later comes to the new ticket, and what is answered to the old stays there', async () => {
  const { number, chain, door, onward } = await changeSubject('later')
  await split(door.messageId)
  const made = (await open(number)).links[0]?.number
  expect((await deliver('later-own', { Subject: 'Re: Door does not close', ...onward })).number).toBe(made)
  expect((await deliver('later-lamp', { Subject: 'Re: Lamp of later', ...chain })).number).toBe(number)
  const ours = await answer(made ?? 0)
  const chained = { ...ours, References: `${onward.References} ${ours.References}` }
  expect((await deliver('later-ours', { Subject: 'Re: Door does not close', ...chained })).number).toBe(made)
})

test('nobody waits in the old ticket when all that waited went away, and it stands where that mail found it', async () => {
  const { number, chain } = await changeSubject('waiting')
  await answer(number)
  const closed = { ticketId: (await open(number)).id, stateId: world.a.states.closing }
  await changeTicketState(world.a.agent, ChangeTicketStateInput.parse(closed))
  const window = await deliver('waiting-window', { Subject: 'Window', ...chain })
  expect(await open(number)).toMatchObject({ isUnanswered: true, state: { phase: 'opening' } })
  await split(window.messageId)
  const old = await open(number)
  expect(old).toMatchObject({ isUnanswered: false, excerpt: 'Soon.', state: { phase: 'closing' } })
  expect((await eventsOf(world.a, number)).at(-1)).toMatchObject(['state_changed', 'Ada', {}])
  expect((await open(old.links.at(-1)?.number ?? 0)).state.phase).toBe('opening')
})

test('where somebody else waits, or an agent chose a state since, the old ticket stays as it is', async () => {
  const { number, chain, door } = await changeSubject('staying')
  await deliver('staying-lamp', { From: bruno, Subject: 'Re: Lamp of staying', ...chain })
  await split(door.messageId)
  expect(await open(number)).toMatchObject({ isUnanswered: true, state: { phase: 'opening' } })

  const other = await changeSubject('chosen')
  const { id, state } = await open(other.number)
  for (const stateId of [world.a.states.closing, state.id])
    await changeTicketState(world.a.agent, ChangeTicketStateInput.parse({ ticketId: id, stateId }))
  await split(other.door.messageId)
  expect(await open(other.number)).toMatchObject({ isUnanswered: false, state: { phase: 'opening' } })
})

test('done twice, and by two at once, it is done once', async () => {
  const { number, door } = await changeSubject('twice')
  await Promise.all([split(door.messageId), split(door.messageId)])
  await split(door.messageId)
  expect((await open(number)).links).toHaveLength(1)
  expect((await eventsOf(world.a, number)).filter(([action]) => action === 'message_split')).toHaveLength(1)
})

test('what was answered stays where it was answered, and is not offered', async () => {
  const { number, door } = await changeSubject('answered')
  await answer(number)
  expect(offersOf(await open(number))).toEqual([null, null, null, null])
  await expect(split(door.messageId)).rejects.toMatchObject({ code: 'conflict' })
  expect(textsOf(await open(number))).toHaveLength(4)
})

test('the mail that begins a ticket, a note of ours and a mail of another tenant are not split off', async () => {
  const { number, messageId } = await deliver('alone', { Subject: 'Window' })
  await split(messageId)
  expect(textsOf(await open(number))).toEqual(['I am alone.'])
  const { id } = await open(number)
  const note = { ticketId: id, html: '<p>Ask Carla.</p>', idempotencyKey: crypto.randomUUID() }
  const written = await addNote(world.a.agent, AddNoteInput.parse(note), pipeline.ports)
  await expect(split(written.messageId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(split(messageId, world.b.agent)).rejects.toMatchObject({ code: 'not_found' })
})

test('who only asks to join is not split off by it: that is decided otherwise', async () => {
  const { number, chain } = await changeSubject('asking')
  const strange = await deliver('asking-stranger', {
    From: 'carla@elsewhere.example',
    Subject: 'Window',
    ...chain,
  })
  expect(offersOf(await getTestTicket(world.a, number)).at(-1)).toBe(null)
  await expect(split(strange.messageId)).rejects.toMatchObject({ code: 'conflict' })
})

test('looked at again, each of these mails would go where it is', async () => {
  const scope = systemScope(world.a.tenantId, 'test')
  const { number, door, onward } = await changeSubject('replayed')
  await deliver('replayed-soon', { Subject: 'Re: Door does not close', ...onward })
  await split(door.messageId)
  await deliver('replayed-late', { Subject: 'Re: Door does not close', ...onward })
  const made = await open((await open(number)).links[0]?.number ?? 0)
  const mails = await database.query<{ id: string; subject: string }>(
    'SELECT r.id, r.subject FROM raw_mail r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = ANY($1) AND t.tenant_id = $2',
    [[number, made.number], world.a.tenantId],
  )
  expect(mails).toHaveLength(4)
  for (const { id, subject } of mails) {
    const { differences } = await replayMail(scope, { rawMailId: id }, pipeline.ports, ingestSettings())
    expect({ subject, differences }).toEqual({ subject, differences: [] })
  }
})
