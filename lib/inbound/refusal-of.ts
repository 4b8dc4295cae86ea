import { AppError } from '@/lib/errors'
import type { KnownRecipient } from '@/lib/ingest/find-recipient'

/** Why a tenant takes no mail now; null when it does. */
export function refusalOf({ isSuspended, isPaused, isOverQuota }: KnownRecipient): AppError | null {
  if (isOverQuota) return new AppError('quota_exceeded', 'the tenant has no room')
  if (isSuspended || isPaused) return new AppError('server_unavailable', 'the mailbox takes no mail now')
  return null
}
