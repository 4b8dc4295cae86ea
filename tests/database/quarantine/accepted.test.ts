import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput, RetryQuarantinedMailInput } from '@/lib/tickets/inputs'
import type { MessageEntry, TicketDto } from '@/lib/tickets/types'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** What a program set aside, a person may still answer. */
setUpIngest()

const quarantined = async (): Promise<string> => {
  const rows = await database.query<{ id: string }>("SELECT id FROM raw_mail WHERE state = 'quarantined'")
  expect(rows).toHaveLength(1)
  return String(rows[0]?.id)
}

async function accept(rawMailId: string): Promise<void> {
  const input = RetryQuarantinedMailInput.parse({ rawMailId, asTicket: true })
  await retryQuarantinedMail(world.a.agent, input)
  await pipeline.ingest(world.a)
}

async function ticketOf(rawMailId: string): Promise<{ ticket: TicketDto; message: MessageEntry }> {
  const [row] = await database.query<{ number: number; id: string }>(
    'SELECT t.number, r.message_id AS id FROM raw_mail r JOIN ticket t ON t.id = r.ticket_id WHERE r.id = $1',
    [rawMailId],
  )
  const ticket = await getTicket(world.a.agent, GetTicketInput.parse({ number: row?.number }))
  const message = ticket.entries.find((entry) => entry.kind === 'message' && entry.id === row?.id)
  if (message?.kind !== 'message') throw new Error('the mail is no message')
  return { ticket, message }
}

const confirmations = async () =>
  (await database.query("SELECT FROM outbound_mail WHERE kind = 'confirmation'")).length

const replayed = (rawMailId: string) =>
  replayMail(systemScope(world.a.tenantId, 'test'), { rawMailId }, pipeline.ports, ingestSettings())

const bounce = mailText(
  {
    From: 'MAILER-DAEMON@mx.example',
    Subject: 'Undelivered',
    'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
  },
  '--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n',
)

test('a mail taken for a bounce becomes a ticket that waits for an answer, is not confirmed, and stays one when looked at again', async () => {
  await pipeline.deliver(world.a, bounce, { from: '' })
  const id = await quarantined()
  const before = await confirmations()
  await accept(id)
  const { ticket, message } = await ticketOf(id)
  expect(ticket).toMatchObject({ subject: 'Undelivered', isUnanswered: true })
  expect(message).toMatchObject({
    classification: 'human',
    visibleText: expect.stringContaining('It failed.'),
  })
  expect(await confirmations()).toBe(before)
  expect(await replayed(id)).toMatchObject({ today: 'create', differences: [] })
  await expect(accept(id)).rejects.toMatchObject({ code: 'not_found' })
})

test('trouble on the way forgets nothing of that', async () => {
  await pipeline.deliver(world.a, bounce.replace('It failed.', 'It failed again.'), { from: '' })
  const id = await quarantined()
  const { parser } = pipeline.ports
  pipeline.ports.parser = {
    parse: async () => {
      throw new AppError('server_unavailable', 'later')
    },
  }
  await accept(id)
  pipeline.ports.parser = parser
  await database.query('UPDATE raw_mail SET next_attempt_at = now() WHERE id = $1', [id])
  await pipeline.ingest(world.a)
  expect((await ticketOf(id)).ticket).toMatchObject({ subject: 'Undelivered' })
})

test('a mail from our own address becomes a ticket of nobody who could be written to', async () => {
  const own = (text: string) => mailText({ From: world.a.channelAddress, Subject: 'A form' }, text)
  await pipeline.deliver(world.a, own('One.\n'))
  const id = await quarantined()
  await accept(id)
  const { ticket } = await ticketOf(id)
  expect(ticket.replyPlan.ok).toBe(false)
  expect(
    await database.query('SELECT FROM customer_address WHERE address_key = $1', [world.a.channelAddress]),
  ).toHaveLength(0)
  await pipeline.deliver(world.a, own('Two.\n'))
  await accept(await quarantined())
})

test('a mail that cannot be read becomes a ticket of its sender with the whole mail as a file, and is answered like any', async () => {
  const parts = Array.from({ length: 1_100 }, (_, n) => `--b\nContent-Type: text/plain\n\n${n}\n`).join('')
  const mail = mailText(
    {
      From: 'Vera Verdi <vera@many.example>',
      'Message-ID': '<many@many.example>',
      Subject: '=?utf-8?Q?Perch=C3=A9?=',
      'Content-Type': 'multipart/mixed; boundary=b',
    },
    `${parts}--b--\n`,
  )
  await pipeline.deliver(world.a, mail)
  const id = await quarantined()
  await accept(id)
  const { ticket, message } = await ticketOf(id)
  expect(ticket).toMatchObject({ subject: 'Perché', replyPlan: { to: [{ address: 'vera@many.example' }] } })
  expect(message).toMatchObject({
    flags: expect.arrayContaining(['unread']),
    attachments: [{ fileName: 'mail.eml', sizeBytes: Buffer.byteLength(mail.replaceAll('\n', '\r\n')) }],
  })
  const [raw] = await database.query<{ same: boolean }>(
    'SELECT r.sha256 = a.sha256 AS same FROM raw_mail r JOIN attachment a ON a.message_id = r.message_id WHERE r.id = $1',
    [id],
  )
  expect(raw).toEqual({ same: true })
  expect(await replayed(id)).toMatchObject({ today: 'create', differences: [] })

  const reply = { From: 'vera@many.example', 'In-Reply-To': '<many@many.example>', Subject: 'Re: Perché' }
  await pipeline.deliver(world.a, mailText(reply, 'And one more.\n'))
  const again = await getTicket(world.a.agent, GetTicketInput.parse({ number: ticket.number }))
  expect(again.entries.filter(({ kind }) => kind === 'message')).toHaveLength(2)
})
