import type { ErrorResponse } from 'resend'
import type { ChannelTrouble } from '@/lib/channels/types'

export type ResendErrorName = ErrorResponse['name']

/** Resend's error names that are about the account and not about one mail. */
const troubles: Partial<Record<ResendErrorName, ChannelTrouble>> = {
  missing_api_key: 'key_refused',
  invalid_api_key: 'key_refused',
  restricted_api_key: 'key_refused',
  invalid_access: 'key_refused',
  invalid_from_address: 'domain_unverified',
  rate_limit_exceeded: 'throttled',
  daily_quota_exceeded: 'throttled',
  monthly_quota_exceeded: 'throttled',
  // The first request under this key still runs.
  concurrent_idempotent_requests: 'throttled',
  application_error: 'server_unavailable',
  internal_server_error: 'server_unavailable',
}

/** Null for what is about the mail. A 403 of validation says that the domain of From is not verified (or not yet). */
export const troubleOfResend = (name: ResendErrorName, statusCode: number): ChannelTrouble | null =>
  troubles[name] ?? (name === 'validation_error' && statusCode === 403 ? 'domain_unverified' : null)
