import type { Prisma } from '@/lib/db/generated/client'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import type { TicketDto } from '@/lib/tickets/types'
import type { TenantWorld } from './world'

let lastNumber = 100

/** A ticket of Maria's in the opening state that waits for an answer; it has no message yet. */
export async function insertTestTicket(
  tenant: TenantWorld,
  part: { receivedAt?: Date } = {},
): Promise<{ ticketId: string; number: number }> {
  const ticketId = newId()
  const number = ++lastNumber
  const receivedAt = part.receivedAt ?? new Date('2026-11-20T09:00:00Z')
  await withTenant(tenant.agent, (db) =>
    db.ticket.create({
      data: {
        id: ticketId,
        number,
        subject: 'Lamp',
        stateId: tenant.states.opening,
        queueId: tenant.queueId,
        customerId: tenant.customerId,
        mailboxId: tenant.mailboxId,
        messageCount: 1,
        unansweredSince: receivedAt,
        lastMessageAt: receivedAt,
      },
    }),
  )
  return { ticketId, number }
}

/** A message of Maria's to the tenant's support address, unless `part` says otherwise. */
export async function insertTestMessage(
  tenant: TenantWorld,
  ticketId: string,
  part: Partial<Omit<Prisma.MessageUncheckedCreateInput, 'id' | 'ticketId'>> = {},
): Promise<string> {
  const id = newId()
  await withTenant(tenant.agent, (db) =>
    db.message.create({
      data: {
        id,
        ticketId,
        kind: 'inbound',
        customerId: tenant.customerId,
        fromName: 'Maria Customer',
        fromAddress: tenant.customerAddress,
        toAddresses: [{ name: '', address: tenant.channelAddress }],
        subject: 'Lamp',
        visibleText: 'The lamp flickers.',
        messageIdHeader: `${id}@customer.example`,
        receivedAt: new Date('2026-11-20T09:00:00Z'),
        ...part,
      },
    }),
  )
  return id
}

export const getTestTicket = (tenant: TenantWorld, number: number): Promise<TicketDto> =>
  getTicket(tenant.agent, GetTicketInput.parse({ number }))

/** The history of a ticket as its page shows it. */
export async function eventsOf(tenant: TenantWorld, number: number) {
  const { entries } = await getTestTicket(tenant, number)
  return entries.flatMap((entry) =>
    entry.kind === 'event' ? [[entry.action, entry.actorName, entry.details]] : [],
  )
}
