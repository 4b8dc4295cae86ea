import { insertUnknownCustomers, type UnknownCustomer } from '@/lib/customers/changes'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { addressKey } from '@/lib/mail/address'
import { displaySender } from '@/lib/mail/display-name'
import type { DecidedMail, IngestContext, KnownSender } from './types'

/**
 * The customer of each mail, made when nobody has the address: who wrote, or whose mail an agent passed on. Nobody for
 * mail that adds nothing to a ticket.
 */
export async function customersOf(db: TenantSql, decided: DecidedMail[]): Promise<(string | null)[]> {
  const found = decided.map((one) => findCustomer(one))
  const unknown = found.flatMap((one) => (one !== null && typeof one === 'object' ? [one] : []))
  const made = await insertUnknownCustomers(db, unknown)
  return found.map((one) =>
    one !== null && typeof one === 'object' ? (made[unknown.indexOf(one)] ?? null) : one,
  )
}

function findCustomer({ prepared, context, decision }: DecidedMail): string | UnknownCustomer | null {
  switch (decision.kind) {
    case 'create': {
      const { requester } = decision
      if (!requester) return senderOf(prepared, context)
      if (context.originalSender) return context.originalSender.customerId
      return {
        name: displaySender(requester).name.slice(0, 200),
        address: requester.address,
        organizationId: organizationOf(context, null),
      }
    }
    case 'append':
    case 'join-request':
      return senderOf(prepared, context)
    default:
      return null
  }
}

function senderOf({ mail }: DecidedMail['prepared'], context: IngestContext): string | UnknownCustomer {
  if (context.sender) return context.sender.customerId
  const { from } = mail.facts
  // An address of our own is nobody's: whoever accepted the mail answers in another way.
  const isOwn = from !== null && context.ownAddressKeys.includes(addressKey(from))
  const name = from ? displaySender(from).name : mail.parsed.fromText
  return {
    name: name.slice(0, 200),
    address: isOwn ? null : (from?.address ?? null),
    organizationId: organizationOf(context, null),
  }
}

/** The customer's own; for somebody new the one that the tenant chose for those whom nobody knows. */
export const organizationOf = ({ tenant }: IngestContext, customer: KnownSender | null): string | null => {
  if (customer) return customer.organizationId
  return tenant.attachUnknownToHouse ? tenant.houseOrganizationId : null
}
