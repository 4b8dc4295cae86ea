import { expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { writeReading } from '@/lib/inspection/write-reading'
import { systemScope } from '@/lib/tenancy/scope'
import { callHuman } from '@/lib/tickets/call-human'
import { getTicket } from '@/lib/tickets/get-ticket'
import { CallHumanInput, GetTicketInput } from '@/lib/tickets/inputs'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const open = (number = 1) => getTicket(world.a.agent, GetTicketInput.parse({ number }))
const call = (messageId: string, scope = world.a.agent) =>
  callHuman(scope, CallHumanInput.parse({ messageId }))

/** A mail in a closed ticket that says of itself that a machine sent it. */
async function arrive(id: string): Promise<{ messageId: string; rawMailId: string }> {
  await database.query(
    'UPDATE ticket SET state_id = $1, closed_at = now(), unanswered_since = NULL WHERE id = $2',
    [world.a.states.closing, world.a.ticketId],
  )
  const fields = {
    ...{ From: world.a.customerAddress, 'Message-ID': `<${id}>`, 'Auto-Submitted': 'auto-replied' },
    'In-Reply-To': `<${world.a.messageIdHeader}>`,
  }
  await pipeline.deliver(world.a, mailText(fields, `I am ${id}.\n`))
  const [row] = await database.query<{ messageId: string; rawMailId: string }>(
    `SELECT m.id AS "messageId", r.id AS "rawMailId" FROM message m JOIN raw_mail r ON r.message_id = m.id
     WHERE m.message_id_header = $1`,
    [id],
  )
  if (!row) throw new Error('the mail is no message')
  return row
}

test('an agent says that a person wrote it: the ticket comes back and waits, once, and its history says who said so', async () => {
  const { messageId } = await arrive('not-away@customer.example')
  expect(await open()).toMatchObject({ state: { phase: 'closing' }, isUnanswered: false })
  await call(messageId)
  await call(messageId)
  const ticket = await open()
  expect(ticket).toMatchObject({ state: { phase: 'opening' }, isUnanswered: true })
  const entry = ticket.entries.find(({ id }) => id === messageId)
  expect(entry).toMatchObject({ classification: 'human' })
  const said = ticket.entries.filter((one) => one.kind === 'event' && one.action === 'called_human')
  expect(said).toMatchObject([{ details: { before: 'auto-reply' } }])
})

test('what programs take it for does not come back when it is read again', async () => {
  const { messageId, rawMailId } = await arrive('nor-she@customer.example')
  await call(messageId)
  const scope = systemScope(world.a.tenantId, 'test')
  const replay = () => replayMail(scope, { rawMailId }, pipeline.ports, ingestSettings())
  expect((await replay()).differences).toEqual([])
  await database.query(`UPDATE message SET visible_text = 'Other' WHERE id = $1`, [messageId])
  const { newReading } = await replay()
  if (!newReading) throw new Error('the text is another')
  await writeReading(scope, newReading, pipeline.ports)
  expect((await open()).entries.find(({ id }) => id === messageId)).toMatchObject({
    classification: 'human',
    visibleText: 'I am nor-she@customer.example.',
  })
})

test('another tenant’s, nobody’s, and what waits to join: refused', async () => {
  const { messageId } = await arrive('third@customer.example')
  await expect(call(messageId, world.b.agent)).rejects.toMatchObject({ code: 'not_found' })
  await expect(call('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'not_found' })
  await database.query(`UPDATE message SET join_state = 'pending' WHERE id = $1`, [messageId])
  await expect(call(messageId)).rejects.toMatchObject({ code: 'conflict' })
})
