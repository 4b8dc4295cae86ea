import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, isAppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { findRecipient } from '@/lib/ingest/find-recipient'
import { keepMail } from '@/lib/ingest/keep-mail'
import type { TenantScope } from '@/lib/tenancy/scope'
import { nextFetchAt } from './fetch-rules'
import { type ClaimedFetch, claimFetch, putOffFetch, settleFetch } from './fetch-store'
import type { InboundMailSource } from './ports'
import { refusalOf } from './refusal-of'

const leaseMs = 120_000

export type FetchOutcome = 'kept' | 'put-off' | 'expired' | 'not-due'

/**
 * One attempt to fetch a mail that a provider announced. Trouble is written down and the mail tried again, less and
 * less often; what could not be fetched for a day is given up, and that is on record. Fetched twice, by a worker that
 * died in between, it is kept once: the bytes are the same.
 *
 * @throws AppError `database_unavailable`: the claim ends by itself
 */
export async function fetchAnnouncedMail(
  scope: TenantScope,
  { fetchId }: { fetchId: string },
  ports: { source: InboundMailSource; blobs: BlobStore },
): Promise<FetchOutcome> {
  const claimed = await withTenant(scope, (db) => claimFetch(db, fetchId, now(), leaseMs))
  if (!claimed) return 'not-due'
  try {
    await assertTakesMail(claimed)
    const bytes = await ports.source.fetch(claimed.providerMailId)
    await keepMail(
      {
        ...claimed,
        tenantId: scope.tenantId,
        source: 'http',
        clientIp: '',
        helo: '',
        bytes,
        receivedAt: now(),
      },
      ports,
    )
  } catch (error) {
    if (!(error instanceof AppError) || isAppError(error, 'database_unavailable')) throw error
    return recordTrouble(scope, claimed, error)
  }
  await withTenant(scope, (db) => settleFetch(db, fetchId, { state: 'kept', trouble: null, at: now() }))
  return 'kept'
}

async function assertTakesMail({ recipient }: ClaimedFetch): Promise<void> {
  const known = await findRecipient(recipient)
  if (!known) throw notFound('creation address')
  const refusal = refusalOf(known)
  if (refusal) throw refusal
}

async function recordTrouble(
  scope: TenantScope,
  claimed: ClaimedFetch,
  error: AppError,
): Promise<FetchOutcome> {
  const at = now()
  const { id, attempts, announcedAt, recipient, providerMailId } = claimed
  // A mail that is too large stays so.
  const nextAttemptAt = error.code === 'too_large' ? null : nextFetchAt(attempts, announcedAt, at)
  return withTenant(scope, async (db) => {
    if (nextAttemptAt) {
      await putOffFetch(db, id, { trouble: error.code, nextAttemptAt })
      return 'put-off'
    }
    await settleFetch(db, id, { state: 'expired', trouble: error.code, at })
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: 'system',
        action: 'announced_mail_lost',
        details: { providerMailId, recipient, trouble: error.code },
        at,
      },
    })
    return 'expired'
  })
}
