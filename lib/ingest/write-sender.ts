import { insertUnknownCustomer } from '@/lib/customers/changes'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { displaySender } from '@/lib/mail/display-name'
import type { MailAddress } from '@/lib/mail/types'
import type { IngestContext, KnownSender, ReadMail } from './types'

interface InContext {
  mail: ReadMail
  context: IngestContext
}

/** The customer who wrote; a new one when nobody has this address. */
export async function senderOf(db: TenantSql, { context, mail }: InContext): Promise<string> {
  if (context.sender) return context.sender.customerId
  const { from } = mail.facts
  const name = from ? displaySender(from).name : mail.parsed.fromText
  const { customerId } = await insertUnknownCustomer(db, {
    name: name.slice(0, 200),
    address: from?.address ?? null,
    organizationId: organizationOf(context, context.sender),
  })
  return customerId
}

/** The customer whose mail an agent passed on. */
export async function originalSenderOf(
  db: TenantSql,
  { context }: InContext,
  original: MailAddress,
): Promise<string> {
  if (context.originalSender) return context.originalSender.customerId
  const { customerId } = await insertUnknownCustomer(db, {
    name: displaySender(original).name.slice(0, 200),
    address: original.address,
    organizationId: organizationOf(context, null),
  })
  return customerId
}

/** The customer's own; for somebody new the one that the tenant chose for those whom nobody knows. */
export const organizationOf = ({ tenant }: IngestContext, customer: KnownSender | null): string | null => {
  if (customer) return customer.organizationId
  return tenant.attachUnknownToHouse ? tenant.houseOrganizationId : null
}
