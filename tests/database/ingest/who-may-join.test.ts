import { beforeEach, expect, test } from 'vitest'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput, ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** Naming a Message-ID shows nothing: who may add to a ticket by it, and who may not. */
setUpIngest()
beforeEach(() => {
  pipeline.authentication = { verdict: 'none', details: [] }
})

const anna = 'anna@client.example'
const bruno = 'bruno@client.example'

/** Delivers a mail under this id and says in which ticket it is. */
async function deliver(id: string, fields: Record<string, string>): Promise<number> {
  await pipeline.deliver(
    world.a,
    mailText(
      { To: world.a.channelAddress, Subject: 'Lamp', ...fields, 'Message-ID': `<${id}>` },
      `I am ${id}.\n`,
    ),
  )
  const [row] = await database.query<{ number: number }>(
    'SELECT t.number FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id_header = $1',
    [id],
  )
  return row?.number ?? 0
}
const open = (number: number) => getTicket(world.a.agent, GetTicketInput.parse({ number }))

test('whoever a first mail was written to answers into its ticket', async () => {
  const first = await deliver('one@client.example', { From: anna, Cc: bruno })
  expect(await deliver('two@client.example', { From: bruno, 'In-Reply-To': '<one@client.example>' })).toBe(
    first,
  )
})

test('two people who answer a mail we never saw, each with the other in copy, share a ticket', async () => {
  pipeline.authentication = { verdict: 'pass', details: [] }
  const unseen = { 'In-Reply-To': '<unseen@client.example>' }
  const first = await deliver('three@client.example', { ...unseen, From: anna, Cc: bruno })
  expect(await deliver('four@client.example', { ...unseen, From: bruno, Cc: anna })).toBe(first)
})

// Whoever pretends to be a participant may write into a ticket; he must not bring in an address of his own.
test('a forged answer that copies a stranger in does not let the stranger in', async () => {
  const first = await deliver('five@client.example', { From: anna })
  const stranger = 'stranger@evil.example'
  const forged = { From: anna, Cc: stranger, 'In-Reply-To': '<five@client.example>' }
  expect(await deliver('forged@client.example', forged)).toBe(first)
  const answer = { From: stranger, Cc: anna, 'In-Reply-To': '<forged@client.example>' }
  expect(await deliver('six@evil.example', { ...answer, References: '<five@client.example>' })).not.toBe(
    first,
  )
  expect((await open(first)).replyPlan).toMatchObject({
    to: [{ address: anna }],
    cc: [],
    leftOut: expect.arrayContaining([expect.objectContaining({ address: stranger, reason: 'not-yet-part' })]),
  })
})

test('once somebody answered, only who wrote or was answered may: others get a ticket of their own, linked', async () => {
  const first = await deliver('seven@client.example', { From: anna })
  const ticket = await open(first)
  const reply = { ticketId: ticket.id, html: '<p>Soon.</p>', idempotencyKey: crypto.randomUUID() }
  await replyToTicket(world.a.agent, ReplyToTicketInput.parse(reply), pipeline.ports)
  // He was written to only now, by a mail that arrives after the answer.
  await deliver('eight@client.example', { From: anna, Cc: bruno, References: '<seven@client.example>' })
  const his = await deliver('nine@client.example', { From: bruno, 'In-Reply-To': '<eight@client.example>' })
  expect(his).not.toBe(first)
  expect((await open(his)).links).toEqual([{ kind: 'possibly_related', number: first, subject: 'Lamp' }])
})
