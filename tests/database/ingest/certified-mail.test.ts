import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import type { CertifiedDto, DeliveryDto } from '@/lib/tickets/types'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, `../../fixtures/mail/${name}.eml`), 'latin1')

/** What the card of the mail with this Message-ID says of its envelope. */
async function certifiedOf(messageId: string): Promise<CertifiedDto | null> {
  const [row] = await database.query<{ number: number; id: string }>(
    `SELECT t.number, m.id FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id_header = $1`,
    [messageId],
  )
  const { entries } = await getTicket(world.a.agent, GetTicketInput.parse({ number: row?.number }))
  const entry = entries.find(({ id }) => id === row?.id)
  return entry?.kind === 'message' ? entry.certified : null
}

test('a certified mail says who wrote it, who carried it, and whether the carrier is the one it names', async () => {
  pipeline.authentication = { verdict: 'pass', details: [] }
  await pipeline.deliver(world.a, fixture('pec-envelope-with-its-certificate'))
  expect(await certifiedOf('pec-envelope-with-its-certificate@pec.example')).toEqual({
    isCertified: true,
    provider: 'Gestore Certificato S.p.A.',
    carrier: 'posta-certificata@pec.example',
    author: 'eva@pec.example',
    isAuthorVouched: true,
    authentication: 'pass',
  })
})

test('a writer inside whom the envelope does not name is told, and is not vouched for', async () => {
  pipeline.authentication = { verdict: 'fail', details: [] }
  await pipeline.deliver(world.a, fixture('pec-envelope-with-another-writer-inside'))
  expect(await certifiedOf('pec-envelope-with-another-writer-inside@pec.example')).toMatchObject({
    author: 'boss@altro.example',
    carrier: 'posta-certificata@pec.example',
    isAuthorVouched: false,
    authentication: 'fail',
  })
})

test('the mail in an envelope is no forwarded mail, unless somebody else than the envelope names wrote it', async () => {
  const forwarded = (id: string) =>
    database.query(
      'SELECT FROM forwarded_mail w JOIN message m ON m.id = w.message_id WHERE m.message_id_header = $1',
      [id],
    )
  expect(await forwarded('pec-envelope-with-its-certificate@pec.example')).toHaveLength(0)
  expect(await forwarded('pec-envelope-with-another-writer-inside@pec.example')).toHaveLength(1)
})

test('an ordinary mail that a provider hands on is not called certified', async () => {
  const mail = fixture('pec-envelope-with-its-certificate')
    .replaceAll('pec-envelope-with-its-certificate', 'pec-anomaly')
    .replace('X-Trasporto: posta-certificata', 'X-Trasporto: errore')
  await pipeline.deliver(world.a, mail)
  expect(await certifiedOf('pec-anomaly@pec.example')).toMatchObject({ isCertified: false })
})

test('an ordinary mail has no envelope', async () => {
  await pipeline.deliver(world.a, mailText({ From: 'plain@mail.example', 'Message-ID': '<p@mail.example>' }))
  expect(await certifiedOf('p@mail.example')).toBeNull()
})

async function acceptedTo(
  address: string,
): Promise<{ messageId: string; recipients: DeliveryDto['recipients'] }> {
  const [mail] = await database.query<{ messageId: string; recipients: DeliveryDto['recipients'] }>(
    `UPDATE outbound_mail SET state = 'accepted' WHERE recipients->0->>'address' = $1
     RETURNING message_id_header AS "messageId", recipients`,
    [address],
  )
  if (!mail) throw new Error('nothing was sent')
  return mail
}

const receipt = (type: string, messageId: string, recipient: string) =>
  mailText(
    {
      From: 'posta-certificata@gestore.example',
      Subject: `${type}: Re: Reclamo`,
      'Message-ID': `<${type}.${recipient}@gestore.example>`,
      'X-Ricevuta': type,
      'X-Riferimento-Message-ID': `<${messageId}>`,
      'Content-Type': 'multipart/mixed; boundary=b',
    },
    `--b\nContent-Type: text/plain\n\nRicevuta.\n--b\nContent-Type: application/xml; name=daticert.xml\n\n` +
      `<postacert tipo="${type}" errore="nessuno"><dati><gestore-emittente>Gestore &amp; Figli</gestore-emittente>` +
      `<consegna>${recipient}</consegna><errore-esteso>5.1.1 casella inesistente</errore-esteso></dati></postacert>\n--b--\n`,
  )

async function writeFrom(address: string) {
  pipeline.authentication = { verdict: 'none', details: [] }
  await pipeline.deliver(world.a, mailText({ From: address, 'Message-ID': `<first.${address}>` }))
  return acceptedTo(address)
}

test('receipts of certified mail are told at the recipient of our mail, each once, and make no ticket', async () => {
  const address = 'eva@certified.example'
  const { messageId } = await writeFrom(address)
  const count = async () => (await database.query('SELECT FROM ticket')).length
  const before = await count()
  await pipeline.deliver(world.a, receipt('accettazione', messageId, ''))
  await pipeline.deliver(world.a, receipt('avvenuta-consegna', messageId, address))
  await pipeline.deliver(world.a, receipt('avvenuta-consegna', messageId, address).replace('Ricevuta.', '2.'))
  expect((await acceptedTo(address)).recipients).toEqual([
    expect.objectContaining({
      address,
      certified: [
        { type: 'accettazione', provider: 'Gestore & Figli', at: expect.any(String) },
        { type: 'avvenuta-consegna', provider: 'Gestore & Figli', at: expect.any(String) },
      ],
    }),
  ])
  expect(await count()).toBe(before)
})

test('a certified mail that could not be delivered leaves its ticket unanswered and marks the address', async () => {
  const address = 'gone@certified.example'
  const { messageId } = await writeFrom(address)
  await pipeline.deliver(world.a, receipt('errore-consegna', messageId, address))
  expect((await acceptedTo(address)).recipients).toMatchObject([
    { state: 'bounced', detail: '5.1.1 casella inesistente' },
  ])
  expect(await undeliverable(address)).toBe(true)
})

test('what our own provider did not take says nothing about the address', async () => {
  const address = 'innocent@certified.example'
  const { messageId } = await writeFrom(address)
  await pipeline.deliver(world.a, receipt('non-accettazione', messageId, ''))
  expect((await acceptedTo(address)).recipients).toMatchObject([{ state: 'refused' }])
  expect(await undeliverable(address)).toBe(false)
})

async function undeliverable(address: string): Promise<boolean> {
  const [row] = await database.query<{ since: Date | null }>(
    'SELECT undeliverable_since AS since FROM customer_address WHERE address_key = $1',
    [address],
  )
  return row?.since != null
}
