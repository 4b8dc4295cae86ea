import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import * as inputs from '@/lib/tickets/inputs'
import { settleUncertainMail } from '@/lib/tickets/settle-uncertain-mail'
import { testDatabase } from '../../support/database'
import { eventsOf, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld } from '../../support/world'

const database = testDatabase()
let a: TenantWorld
let ticketId: string
let number: number

beforeAll(async () => {
  a = (await createWorld(database)).a
})

beforeEach(async () => {
  ;({ ticketId, number } = await insertTestTicket(a))
})

describe('an uncertain mail', () => {
  let outboundMailId: string

  const insertMail = async (kind: 'reply' | 'confirmation', mailState = 'uncertain') => {
    outboundMailId = newId()
    await database.query(
      `INSERT INTO outbound_mail (id, tenant_id, kind, state, ticket_id, channel_id, message_id_header, envelope_from,
         recipients, attempts, settled_at)
       VALUES ($1, $2, $3::outbound_kind, $4::outbound_state, $5, $6, $7, '', $8, 3, now())`,
      [
        outboundMailId,
        a.tenantId,
        kind,
        mailState,
        ticketId,
        a.channelId,
        `${outboundMailId}@postino.test`,
        JSON.stringify([
          { address: 'maria@customer.example', state: 'waiting', detail: '' },
          { address: 'luca@customer.example', state: 'accepted', detail: '250' },
        ]),
      ],
    )
  }
  const settle = (decision: string) =>
    settleUncertainMail(a.agent, inputs.SettleUncertainMailInput.parse({ outboundMailId, decision }))
  const mail = async () =>
    (
      await database.query(
        'SELECT state, recipients, attempts, settled_at FROM outbound_mail WHERE id = $1',
        [outboundMailId],
      )
    )[0]

  test('sent again: due at once, for those who still wait alone', async () => {
    await insertMail('reply')
    await settle('send-again')
    expect(await mail()).toMatchObject({
      state: 'pending',
      attempts: 0,
      settled_at: null,
      recipients: [{ state: 'waiting' }, { state: 'accepted' }],
    })
    const events = await database.query(
      `SELECT data, claimed_until FROM outbox WHERE name = 'outbound/queued' AND tenant_id = $1`,
      [a.tenantId],
    )
    expect(events).toEqual([{ data: { tenantId: a.tenantId }, claimed_until: null }])
    expect((await eventsOf(a, number)).map(([action]) => action)).toEqual(['mail_sent_again'])
  })

  test('it arrived: accepted', async () => {
    await insertMail('reply')
    await settle('it-arrived')
    expect(await mail()).toMatchObject({
      state: 'accepted',
      recipients: [{ state: 'accepted' }, { state: 'accepted' }],
    })
  })

  test('is settled once', async () => {
    await insertMail('reply')
    await settle('it-arrived')
    await expect(settle('send-again')).rejects.toMatchObject({ code: 'send_not_uncertain' })
  })

  test.each(['pending', 'sending', 'accepted', 'failed'])(
    'a mail that is %s is not for anybody to decide',
    async (word) => {
      await insertMail('reply', word)
      await expect(settle('send-again')).rejects.toMatchObject({ code: 'send_not_uncertain' })
    },
  )

  test('a confirmation is never sent again', async () => {
    await insertMail('confirmation')
    await expect(settle('send-again')).rejects.toMatchObject({ code: 'send_not_uncertain' })
  })
})
