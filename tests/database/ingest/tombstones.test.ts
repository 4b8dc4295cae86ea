import { expect, test } from 'vitest'
import { mailText } from '../../support/ingest'
import { countRows, database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

/** As an erasure leaves it: the rows are gone, what was known of the mail by its keys stays. */
async function erase(messageId: string): Promise<void> {
  const [row] = await database.query<{ ticket: string; message: string }>(
    'SELECT ticket_id AS ticket, id AS message FROM message WHERE message_id_header = $1',
    [messageId],
  )
  await database.query('UPDATE message_key SET message_id = NULL, ticket_id = NULL WHERE ticket_id = $1', [
    row?.ticket,
  ])
  await database.query('UPDATE raw_mail SET message_id = NULL, ticket_id = NULL WHERE ticket_id = $1', [
    row?.ticket,
  ])
  for (const table of ['outbound_mime', 'outbound_mail', 'audit_entry', 'message', 'ticket'])
    await database.query(deletion[table] ?? '', [row?.ticket])
}

const deletion: Record<string, string> = {
  outbound_mime: `DELETE FROM outbound_mime WHERE outbound_mail_id IN (SELECT id FROM outbound_mail WHERE ticket_id = $1)`,
  outbound_mail: 'DELETE FROM outbound_mail WHERE ticket_id = $1',
  audit_entry: 'DELETE FROM audit_entry WHERE ticket_id = $1',
  message: 'DELETE FROM message WHERE ticket_id = $1',
  ticket: 'DELETE FROM ticket WHERE id = $1',
}

test('a mail whose ticket was deleted does not come back by any way; a new answer to it is a ticket of its own', async () => {
  const letter = { From: 'gone@erased.example', 'Message-ID': '<gone@erased.example>', Subject: 'Gone' }
  await pipeline.deliver(world.a, mailText(letter))
  await erase('gone@erased.example')
  const tickets = await countRows('ticket')
  await pipeline.deliver(world.a, mailText(letter))
  await pipeline.deliver(world.a, mailText({ Received: 'from elsewhere', ...letter }))
  expect(await countRows('ticket')).toBe(tickets)
  expect(
    await database.query(
      "SELECT outcome, ticket_id FROM raw_mail WHERE subject = 'Gone' ORDER BY received_at DESC LIMIT 1",
    ),
  ).toEqual([{ outcome: 'duplicate', ticket_id: null }])

  const answer = { ...letter, 'Message-ID': '<again@erased.example>', 'In-Reply-To': '<gone@erased.example>' }
  await pipeline.deliver(world.a, mailText(answer, 'Still there?\n'))
  expect(await countRows('ticket')).toBe(tickets + 1)

  await pipeline.deliver(world.b, mailText(letter))
  expect(await countRows('ticket'), 'what one tenant deleted is the other’s news').toBe(tickets + 2)
})
