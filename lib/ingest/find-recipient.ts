import { findCreationAddress, findTenantUsage } from '@/lib/db/system'

/** Whose address a mail is for, and whether that tenant may take it now. */
export interface KnownRecipient {
  tenantId: string
  mailboxId: string
  creationAddressId: string
  recipient: string
  isPaused: boolean
  isSuspended: boolean
  isOverQuota: boolean
  /** Mails that the tenant takes in an hour. */
  hourlyMailLimit: number
}

/** Looks up a creation address, without a mark, in lower case. Null when nobody was given it. */
export async function findRecipient(address: string): Promise<KnownRecipient | null> {
  const place = await findCreationAddress(address)
  const usage = place && (await findTenantUsage(place.tenantId))
  if (!usage) return null
  return {
    ...place,
    recipient: address,
    isSuspended: usage.isSuspended,
    isOverQuota: usage.storedBytes >= usage.storageQuotaBytes,
    hourlyMailLimit: usage.hourlyMailLimit,
  }
}
