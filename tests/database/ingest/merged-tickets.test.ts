import { expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { addNote } from '@/lib/tickets/add-note'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import { getTicket } from '@/lib/tickets/get-ticket'
import {
  AddNoteInput,
  ChangeTicketStateInput,
  GetTicketInput,
  RetryQuarantinedMailInput as RawMailInput,
} from '@/lib/tickets/inputs'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const ticketOf = async (messageId: string) => {
  const [row] = await database.query<{ id: string; number: number }>(
    `SELECT t.id, t.number FROM message m JOIN ticket t ON t.id = m.ticket_id
     WHERE m.tenant_id = $1 AND m.message_id_header = $2`,
    [world.a.tenantId, messageId],
  )
  if (!row) throw new Error(`no message ${messageId}`)
  return row
}
const open = (number: number) => getTicket(world.a.agent, GetTicketInput.parse({ number }))

const persons = ['bruno', 'carla', 'dario'] as const
/** Three people answer a mail of Anna's that was copied to us, and their answers are here before it. */
const deliverAnswers = async (run: string) => {
  const tickets = []
  for (const person of persons) {
    await pipeline.deliver(
      world.a,
      mailText({
        From: `${person}@${run}.example`,
        To: `anna@${run}.example, support@business.example`,
        'Message-ID': `<${person}@${run}.example>`,
        'In-Reply-To': `<parent@${run}.example>`,
        Subject: 'Re: Lamp',
      }),
    )
    tickets.push(await ticketOf(`${person}@${run}.example`))
  }
  return tickets
}
const parentOf = (run: string) =>
  mailText({
    From: `anna@${run}.example`,
    To: `support@business.example, ${persons.map((person) => `${person}@${run}.example`).join(', ')}`,
    'Message-ID': `<parent@${run}.example>`,
    Subject: 'Lamp',
  })
const deliverParent = (run: string) => pipeline.deliver(world.a, parentOf(run))

test('three answers whose parent comes last become one ticket; numbers, mails sent and history lead there', async () => {
  const before = await deliverAnswers('one')
  expect(new Set(before.map((one) => one.number)).size).toBe(3)
  await deliverParent('one')
  const [first, second, third] = before
  if (!first || !second || !third) throw new Error('three tickets')

  const ticket = await open(first.number)
  const messages = ticket.entries.filter((entry) => entry.kind === 'message')
  expect(messages.map((entry) => entry.author.address).sort()).toEqual(
    ['anna', ...persons].map((person) => `${person}@one.example`),
  )
  expect(ticket).toMatchObject({ messageCount: 4, isUnanswered: true, links: [] })
  expect(await open(third.number)).toMatchObject({ id: first.id, number: first.number })
  const events = ticket.entries.flatMap((entry) => (entry.kind === 'event' ? [entry] : []))
  expect(events.filter(({ action }) => action === 'ticket_merged').map(({ details }) => details)).toEqual(
    expect.arrayContaining([{ number: second.number }, { number: third.number }]),
  )
  const births = events.filter(({ action }) => action === 'ticket_created').map(({ details }) => details)
  expect(births).toEqual(expect.arrayContaining([{}, { number: second.number }, { number: third.number }]))
  const sent = await database.query<{ ticket_id: string }>(
    `SELECT ticket_id, recipients->0->>'address' AS to FROM outbound_mail
     WHERE recipients->0->>'address' LIKE '%@one.example' ORDER BY 2`,
  )
  expect(sent).toEqual(persons.map((person) => ({ ticket_id: first.id, to: `${person}@one.example` })))
  const left = await database.query('SELECT 1 FROM ticket WHERE id = ANY($1)', [[second.id, third.id]])
  expect(left).toEqual([])
  const [mail] = await database.query<{ trail: { stage: string; code: string; data: unknown }[] }>(
    `SELECT r.trail FROM raw_mail r JOIN message m ON m.id = r.message_id WHERE m.message_id_header = 'parent@one.example'`,
  )
  expect(mail?.trail.at(-1)).toEqual({
    stage: 'apply',
    code: 'merged',
    data: { ticket: first.number, merged: [`#${second.number}`, `#${third.number}`] },
  })
})

test('an answer to the confirmation of a ticket that is no more lands where that ticket went', async () => {
  const [confirmation] = await database.query<{ id: string }>(
    `SELECT message_id_header AS id FROM outbound_mail WHERE recipients->0->>'address' = 'dario@one.example'`,
  )
  await pipeline.deliver(
    world.a,
    mailText({
      From: 'dario@one.example',
      'Message-ID': '<thanks@one.example>',
      'In-Reply-To': `<${confirmation?.id}>`,
      Subject: 'Re: Re: Lamp',
    }),
  )
  expect(await ticketOf('thanks@one.example')).toEqual(await ticketOf('parent@one.example'))
})

test('what an agent does to a ticket that became part of another is done to that one', async () => {
  const before = await deliverAnswers('two')
  await deliverParent('two')
  const [first, , third] = before
  if (!first || !third) throw new Error('three tickets')
  const stateId = world.a.states.waiting
  await changeTicketState(world.a.agent, ChangeTicketStateInput.parse({ ticketId: third.id, stateId }))
  expect((await open(first.number)).state.id).toBe(stateId)
})

test('the ticket that an agent began to work on stays; one that somebody answered stays apart, linked', async () => {
  const [first, second, third] = await deliverAnswers('three')
  if (!first || !second || !third) throw new Error('three tickets')
  const note = { ticketId: third.id, html: '<p>Mine</p>', idempotencyKey: crypto.randomUUID() }
  await addNote(world.a.agent, AddNoteInput.parse(note), pipeline.ports)
  await database.query(
    `INSERT INTO message (id, tenant_id, ticket_id, kind, received_at) VALUES ($1, $2, $3, 'reply', now())`,
    [crypto.randomUUID(), world.a.tenantId, second.id],
  )
  await deliverParent('three')
  expect(await open(first.number)).toMatchObject({ number: third.number })
  expect(await open(second.number)).toMatchObject({ number: second.number })
  expect((await open(third.number)).links).toEqual([
    { kind: 'possibly_related', number: second.number, subject: 'Re: Lamp' },
  ])
})

test('a parent that comes out of quarantine late finds its answers, once; looked at again it changes nothing', async () => {
  await pipeline.keep(world.a, parentOf('four'))
  const held = `UPDATE raw_mail SET state = 'quarantined', outcome = 'quarantine', reason = 'pipeline-error'
    WHERE tenant_id = $1 AND state = 'kept' RETURNING id`
  const [row] = await database.query<{ id: string }>(held, [world.a.tenantId])
  const before = await deliverAnswers('four')
  const scope = systemScope(world.a.tenantId, 'test')
  const input = RawMailInput.parse({ rawMailId: row?.id })
  const replay = () => replayMail(scope, input, pipeline.ports, ingestSettings())
  expect(await replay()).toMatchObject({ state: 'quarantined', today: 'append' })

  await retryQuarantinedMail(scope, input)
  await pipeline.ingest(world.a)
  const counts = () =>
    database.query(
      `SELECT (SELECT count(*) FROM message) AS messages, (SELECT count(*) FROM ticket) AS tickets,
        (SELECT count(*) FROM merged_ticket) AS merged, (SELECT count(*) FROM ticket_link) AS links,
        (SELECT count(*) FROM outbound_mail) AS sent, (SELECT count(*) FROM audit_entry) AS history`,
    )
  const after = await counts()
  expect(await open(before[2]?.number ?? 0)).toMatchObject({ number: before[0]?.number, messageCount: 4 })
  expect(await replay()).toMatchObject({ outcome: 'append', today: 'append', differences: [] })
  expect(await replay()).toMatchObject({ differences: [] })
  await pipeline.ingest(world.a)
  expect(await counts()).toEqual(after)
})

// The two tenants look alike: ids and numbers of one lead nowhere in the other.
test('a number that leads on in one tenant leads nowhere in another', async () => {
  const [row] = await database.query<{ number: number }>('SELECT max(number) AS number FROM merged_ticket')
  const { number } = GetTicketInput.parse({ number: row?.number })
  await expect(getTicket(world.b.agent, { number })).rejects.toMatchObject({ code: 'not_found' })
})
