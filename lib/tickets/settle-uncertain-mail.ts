import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { mailToSend } from '@/lib/outbound/events'
import { lockOutboundMail, settleOutboundMail } from '@/lib/outbound/settle-store'
import { recordEvents } from '@/lib/outbox/record-events'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import type { SettleUncertainMailInput } from './inputs'
import { lockTicket, saveTicket } from './store'

/**
 * Nobody can know whether an uncertain mail arrived, so a person says it: send it again, byte for byte, or it arrived.
 * A confirmation is never sent again.
 *
 * @throws AppError `not_found`; `send_not_uncertain` when there is nothing to decide
 */
export async function settleUncertainMail(scope: AgentScope, input: SettleUncertainMailInput): Promise<void> {
  const { outboundMailId, decision } = input
  const at = now()
  await withTenant(scope, async (db) => {
    const mail = await lockOutboundMail(db, outboundMailId)
    if (!mail) throw notFound('outbound mail')
    const isAgain = decision === 'send-again'
    if (mail.state !== 'uncertain' || (isAgain && mail.kind === 'confirmation'))
      throw new AppError('send_not_uncertain', `a ${mail.kind} that is ${mail.state}`)
    await settleOutboundMail(db, mail, isAgain ? 'pending' : 'accepted', at)
    const ticket = await lockTicket(db, mail.ticketId)
    const action = isAgain ? 'mail_sent_again' : 'mail_confirmed_arrived'
    const details = { to: mail.recipients.map((one) => one.address).join(', ') }
    await saveTicket(db, ticket, {}, { actor: auditActor(scope.actor), notes: [{ action, details }], at })
    await recordEvents(db, [
      isAgain
        ? mailToSend(scope.tenantId)
        : { name: 'outbound/settled', data: { tenantId: scope.tenantId, outboundMailId } },
    ])
    await announce(db, [
      { kind: 'delivery', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}
