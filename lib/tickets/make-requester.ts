import { now } from '@/lib/clock'
import { insertUnknownCustomer } from '@/lib/customers/changes'
import { withTenantSql } from '@/lib/db/tenant-sql'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { findCustomerName, findForwardedClaim, setForwardedRequester } from './forwarded-store'
import type { MakeRequesterInput } from './inputs'
import { lockTicket, saveTicket } from './store'

/**
 * An agent believes what a forwarded mail says: the sender of the original becomes the ticket's requester, and answers
 * to the message go to him.
 *
 * @throws AppError `not_found` for a message that passes on none; `conflict` when its original has no address that can
 *   be used, or one of ours
 */
export async function makeRequester(scope: AgentScope, { messageId }: MakeRequesterInput): Promise<void> {
  const at = now()
  await withTenantSql(scope, async (db) => {
    const found = await findForwardedClaim(db, messageId)
    if (!found) throw notFound('forwarded mail')
    if (found.fromAddress === '' || found.isOwnAddress)
      throw new AppError('conflict', 'the original has no sender who can be the requester')
    const ticket = await lockTicket(db, found.ticketId)
    const to = found.customer ?? {
      id: (
        await insertUnknownCustomer(db, {
          name: found.fromName,
          address: found.fromAddress,
          organizationId: found.unknownOrganizationId,
        })
      ).customerId,
      name: found.fromName,
      organizationId: found.unknownOrganizationId,
    }
    if (found.requesterSince !== null && to.id === ticket.customerId) return
    await setForwardedRequester(db, messageId, at)
    const from = await findCustomerName(db, ticket.customerId)
    const notes =
      to.id === ticket.customerId
        ? []
        : [{ action: 'requester_changed' as const, details: { from, to: to.name || found.fromAddress } }]
    await saveTicket(
      db,
      ticket,
      { customerId: to.id, organizationId: to.organizationId },
      { actor: auditActor(scope.actor), notes, at },
    )
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}
