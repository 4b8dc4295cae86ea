import { beforeAll, expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { newId } from '@/lib/ids'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import type { MailSender, ReadyMail, SendEvidence } from '@/lib/outbound/types'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { testEnv } from '../../support/env'
import { insertTestTicket } from '../../support/tickets'
import { createWorld, type World } from '../../support/world'

const credentials = { keys: readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] }) }

const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

async function queue(addresses = ['maria@customer.example']): Promise<{ id: string; ticketId: string }> {
  const id = newId()
  const { ticketId } = await insertTestTicket(world.a)
  const recipients = addresses.map((address) => ({ address, state: 'waiting', detail: '' }))
  await database.query(
    `INSERT INTO outbound_mail (id, tenant_id, kind, ticket_id, channel_id, message_id_header, envelope_from, recipients)
     VALUES ($1, $2, 'reply', $3, $4, $5, 'support@alpha.test', $6)`,
    [id, world.a.tenantId, ticketId, world.a.channelId, `${id}@postino.test`, JSON.stringify(recipients)],
  )
  await database.query('INSERT INTO outbound_mime (tenant_id, outbound_mail_id, bytes) VALUES ($1, $2, $3)', [
    world.a.tenantId,
    id,
    Buffer.from('Subject: x\r\n\r\nx\r\n'),
  ])
  return { id, ticketId }
}

const answer = (part: Partial<SendEvidence>): SendEvidence => ({
  outcome: 'answered',
  responseCode: 250,
  response: '250 queued',
  command: 'DATA',
  sawDataGo: true,
  perRecipient: [],
  providerMessageId: null,
  ...part,
})
const deliver = (id: string, send: (mail: ReadyMail) => Promise<SendEvidence>) => {
  const sender: MailSender = { send }
  const scope = systemScope(world.a.tenantId, 'test')
  return deliverDueMails(scope, { senderFor: () => sender, credentials }, { only: [id] })
}
const read = async (id: string) =>
  (
    await database.query('SELECT state, trouble, attempts, recipients FROM outbound_mail WHERE id = $1', [id])
  )[0]

test('without a way out the mail waits, says so, and no attempt is counted', async () => {
  const { id } = await queue()
  const notConfigured = answer({
    outcome: 'not-configured',
    responseCode: null,
    response: '',
    sawDataGo: false,
  })
  for (let round = 0; round < 3; round++) {
    await deliver(id, async () => notConfigured)
    await database.query('UPDATE outbound_mail SET next_attempt_at = now() WHERE id = $1', [id])
  }
  expect(await read(id)).toMatchObject({ state: 'pending', trouble: 'not_configured', attempts: 0 })
})

test('an address that does not exist is marked, in this tenant alone; the other recipient is served', async () => {
  const { id } = await queue(['maria@customer.example', 'luca@customer.example'])
  const refused = { address: 'maria@customer.example', isAccepted: false, response: '550 5.1.1 unknown' }
  await deliver(id, async () => answer({ perRecipient: [refused] }))
  expect(await read(id)).toMatchObject({
    state: 'accepted',
    trouble: 'some_recipients_refused',
    recipients: [{ state: 'refused' }, { state: 'accepted' }],
  })
  const marked = await database.query(
    'SELECT tenant_id FROM customer_address WHERE undeliverable_since IS NOT NULL',
  )
  expect(marked).toEqual([{ tenant_id: world.a.tenantId }])
})

test('a recipient that was accepted is not written to when another one is tried again', async () => {
  const { id } = await queue(['maria@customer.example', 'luca@customer.example'])
  const later = { address: 'luca@customer.example', isAccepted: false, response: '450 4.2.0 later' }
  const tried: string[][] = []
  await deliver(id, async (mail) => {
    tried.push(mail.recipients)
    return answer({ perRecipient: [later] })
  })
  await database.query('UPDATE outbound_mail SET next_attempt_at = now() WHERE id = $1', [id])
  await deliver(id, async (mail) => {
    tried.push(mail.recipients)
    return answer({})
  })
  expect(tried).toEqual([['maria@customer.example', 'luca@customer.example'], ['luca@customer.example']])
  expect((await read(id))?.state).toBe('accepted')
})

test('the id that a provider gives our mail leads to its ticket from then on', async () => {
  const { id, ticketId } = await queue()
  await deliver(id, async () => answer({ providerMessageId: '<0102@provider.example>' }))
  const keys = await database.query(
    "SELECT ticket_id FROM message_key WHERE kind = 'message_id' AND key LIKE '%0102@provider.example%'",
  )
  expect(keys).toEqual([{ ticket_id: ticketId }])
})

/** The worker slept past its lease with the mail half sent; another one called it uncertain. Then it woke. */
test('that the server accepted is taken late, too; that it refused is not', async () => {
  for (const [late, state] of [
    [answer({}), 'accepted'],
    [answer({ responseCode: 554, response: '554 no' }), 'uncertain'],
  ] as const) {
    const { id } = await queue()
    await deliver(id, async () => {
      await database.query(
        `UPDATE outbound_mail SET state = 'uncertain', leased_until = NULL WHERE id = $1`,
        [id],
      )
      return late
    })
    expect((await read(id))?.state).toBe(state)
  }
})

test('a result under an older claim is not written', async () => {
  const { id } = await queue()
  await deliver(id, async () => {
    await database.query('UPDATE outbound_mail SET lease_token = lease_token + 1 WHERE id = $1', [id])
    return answer({})
  })
  expect((await read(id))?.state).toBe('sending')
})

test("another tenant's mail is none", async () => {
  const { id } = await queue()
  let attempts = 0
  const sender: MailSender = {
    send: async () => {
      attempts++
      return answer({})
    },
  }
  const scope = systemScope(world.b.tenantId, 'test')
  await deliverDueMails(scope, { senderFor: () => sender, credentials }, { only: [id] })
  expect([attempts, (await read(id))?.state]).toEqual([0, 'pending'])
})
