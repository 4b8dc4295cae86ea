import { randomUUID } from 'node:crypto'
import { countConfirmationsLastHour } from '@/lib/db/system'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, type ErrorCode, isAppError } from '@/lib/errors'
import { confirmationLimits } from '@/lib/outbound/confirmation-rules'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { Installation } from './gather'
import { ingestMail } from './ingest-mail'
import type { IngestPorts } from './ports'
import { quarantineAfterFailure } from './quarantine'
import type { IngestSettings } from './settings'
import { claimRawMails, extendClaim, releaseRawMail } from './store'
import type { ClaimedMail } from './types'

const batchSize = 50
const leaseMs = 30_000
const extendEveryMs = 10_000
/** A mail that takes the reader's whole time limit holds up one lane, not the ones behind it. */
const lanes = 3
const maxAttempts = 3
const passingTroubles = new Set<ErrorCode>([
  'storage_unavailable',
  'server_unavailable',
  'timed_out',
  'stale_version',
])
const troubleRetryMs = 5_000

export interface IngestedBatch {
  taken: number
  /** Mails may still wait: ask again. */
  hasMore: boolean
}

/**
 * Takes up to 50 waiting mails of a tenant and brings each to an outcome, the oldest first. A mail that fails is given
 * back or, in the end, quarantined; it never stops the ones behind it. Any number of processes may do this at once.
 */
export async function ingestStoredMails(
  scope: TenantScope,
  ports: IngestPorts,
  settings: IngestSettings,
  clock: () => Date,
): Promise<IngestedBatch> {
  const token = randomUUID()
  const mails = await withTenant(scope, (db) => claimRawMails(db, { token, leaseMs, limit: batchSize }))
  if (mails.length === 0) return { taken: 0, hasMore: false }
  const installation = {
    inboundDomain: settings.inboundDomain,
    confirmationsLastHour: await countConfirmationsLastHour(confirmationLimits.inTotalAndHour),
  }
  const extension = setInterval(() => {
    // When this fails the claim runs out, and the last statement of each mail finds that.
    withTenant(scope, (db) => extendClaim(db, token, leaseMs)).catch(() => {})
  }, extendEveryMs)
  const waiting = [...mails]
  const lane = async () => {
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      await ingestOrRecordFailure(mail, { scope, ports, settings, installation, at: clock() })
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    clearInterval(extension)
  }
  return { taken: mails.length, hasMore: mails.length === batchSize }
}

interface Surroundings {
  scope: TenantScope
  ports: IngestPorts
  settings: IngestSettings
  installation: Installation
  at: Date
}

async function ingestOrRecordFailure(mail: ClaimedMail, around: Surroundings): Promise<void> {
  try {
    await ingestMail(around.scope, mail, around.ports, around.settings, around.installation, around.at)
  } catch (error) {
    // A database that is away takes the record of the failure with it: the claim ends by itself then.
    if (isAppError(error, 'database_unavailable')) throw error
    await recordFailure(around.scope, mail, error)
  }
}

/** Trouble of a part passes and does not count against the mail; a failure of our own counts, and three are enough. */
async function recordFailure(scope: TenantScope, mail: ClaimedMail, error: unknown): Promise<void> {
  const isTrouble = error instanceof AppError && passingTroubles.has(error.code)
  const reason = error instanceof AppError ? error.code : 'pipeline-error'
  if (!isTrouble && mail.attempts >= maxAttempts) {
    await quarantineAfterFailure(scope, mail, error instanceof Error ? error.message : String(error))
    return
  }
  const afterMs = isTrouble ? troubleRetryMs : 500 * 2 ** mail.attempts
  await withTenant(scope, (db) => releaseRawMail(db, mail, { afterMs, reason, countsAsAttempt: !isTrouble }))
}
