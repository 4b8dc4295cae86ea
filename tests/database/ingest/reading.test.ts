import { expect, test } from 'vitest'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const request =
  'Good morning,\nthe printer on the second floor needs a new drum before Friday.\nCould somebody look at it, please?'

test('a reply that repeats its ticket in the layout of a client nobody knows shows only what is new', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ 'Message-ID': '<reading-1@cliente.example>', Subject: 'Printer' }, request),
  )
  const quoted = `Kubva: Rosa\nMusoro: Printer\n\n${request}`
  await pipeline.deliver(
    world.a,
    mailText(
      {
        'Message-ID': '<reading-2@cliente.example>',
        'In-Reply-To': '<reading-1@cliente.example>',
        Subject: 'Re: Printer',
      },
      `It is urgent now.\n\n${quoted}`,
    ),
  )
  const [message] = await database.query<{ visible_text: string; quoted_text: string }>(
    'SELECT visible_text, quoted_text FROM message WHERE tenant_id = $1 AND message_id_header = $2',
    [world.a.tenantId, 'reading-2@cliente.example'],
  )
  expect(message).toEqual({ visible_text: 'It is urgent now.', quoted_text: quoted })
})

test('whoever forwards a mail stays its sender; whose it was stands in the trail, with what was seen', async () => {
  await pipeline.deliver(
    world.a,
    mailText(
      { 'Message-ID': '<reading-3@cliente.example>', Subject: 'Fwd: Toner' },
      'See below.\n\n---------- Forwarded message ---------\nFrom: Ugo Blu <ugo@altro.example>\n' +
        'Date: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Toner\nTo: <rosa.neri@cliente.example>\n\nThe toner is empty.',
    ),
  )
  const [ticket] = await database.query<{ address_key: string; trail: { stage: string; data: object }[] }>(
    `SELECT a.address_key, r.trail FROM message m JOIN ticket t ON t.id = m.ticket_id
     JOIN customer_address a ON a.customer_id = t.customer_id
     JOIN raw_mail r ON r.message_id = m.id WHERE m.tenant_id = $1 AND m.message_id_header = $2`,
    [world.a.tenantId, 'reading-3@cliente.example'],
  )
  expect(ticket?.address_key).toBe('rosa.neri@cliente.example')
  expect(ticket?.trail.find(({ stage }) => stage === 'forward')).toMatchObject({
    code: 'inline',
    data: { from: 'ugo@altro.example', name: 'Ugo Blu', subject: 'Toner', confidence: 'high' },
  })
})

test('a mail that somebody sent for its author says who, and is answered to its author', async () => {
  const id = 'behalf@studio.example'
  await pipeline.deliver(
    world.a,
    mailText({ From: 'ada@studio.example', Sender: 'Pia <pia@studio.example>', 'Message-ID': `<${id}>` }),
  )
  const [row] = await database.query<{ number: number }>(
    'SELECT t.number FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id_header = $1',
    [id],
  )
  const ticket = await getTicket(world.a.agent, GetTicketInput.parse({ number: row?.number }))
  expect(ticket.entries).toContainEqual(expect.objectContaining({ sentBy: 'pia@studio.example' }))
  expect(ticket.replyPlan).toMatchObject({ to: [{ address: 'ada@studio.example' }] })
})
