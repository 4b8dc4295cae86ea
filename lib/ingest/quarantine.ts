import { withTenantSql } from '@/lib/db/tenant-sql'
import { announce } from '@/lib/live/announce'
import type { MinimalHeaders, Unreadable } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { finishRawMails } from './store'
import { makeFailureTrail } from './trail'
import type { ClaimedMail, QuarantineReason } from './types'

/** A mail that no reader could read: kept, listed with its reason, and blocking nobody. */
export async function quarantineUnreadable(
  scope: TenantScope,
  raw: ClaimedMail,
  unreadable: Unreadable,
): Promise<void> {
  await quarantine(scope, raw, `unreadable-${unreadable.reason}`, unreadable.detail, unreadable.minimal)
}

/** A mail on which the pipeline failed again and again: a bug of ours, but the mail is not lost. */
export async function quarantineAfterFailure(
  scope: TenantScope,
  raw: ClaimedMail,
  detail: string,
): Promise<void> {
  await quarantine(scope, raw, 'pipeline-error', detail, null)
}

async function quarantine(
  scope: TenantScope,
  raw: ClaimedMail,
  reason: QuarantineReason,
  detail: string,
  headers: MinimalHeaders | null,
): Promise<void> {
  await withTenantSql(scope, async (db) => {
    const outcome = {
      raw,
      state: 'quarantined' as const,
      outcome: 'quarantine',
      reason,
      subject: headers?.subject ?? '',
      fromAddress: headers?.from?.address ?? raw.envelopeFrom ?? '',
      ticketId: null,
      messageId: null,
      heldCustomerId: null,
      trail: makeFailureTrail(raw, reason === 'pipeline-error' ? 'apply' : 'parse', reason, detail),
    }
    if ((await finishRawMails(db, [outcome])) === 1)
      await announce(db, [{ kind: 'quarantine', ticketId: null, ticketNumber: null, change: 'created' }])
  })
}
