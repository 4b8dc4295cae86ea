import { randomUUID } from 'node:crypto'
import { withTenantSql } from '@/lib/db/tenant-sql'
import { AppError, type ErrorCode, isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { confirmationsInAll } from './confirmation-counts'
import type { Installation } from './gather'
import { ingestMails } from './ingest-mail'
import type { IngestPorts } from './ports'
import { quarantineAfterFailure, quarantineUnreadable } from './quarantine'
import { type PreparedMail, readMail } from './read-mail'
import type { IngestSettings } from './settings'
import { byArrival, claimRawMails, extendClaim, releaseRawMail } from './store'
import type { ClaimedMail } from './types'

const batchSize = 50
const leaseMs = 30_000
const extendEveryMs = 10_000
/** A mail that takes the reader's whole time limit holds up one lane, not the ones behind it. */
const lanes = 3
/** Mails that are written together, and that may wait for it. */
const maxTogether = 25
/** What was read does not wait longer for what is still being read: one transaction for many costs a fraction of many. */
const patienceMs = 400
const maxAttempts = 3
const maxStaleTries = 3
const passingTroubles = new Set<ErrorCode>([
  'storage_unavailable',
  'server_unavailable',
  'timed_out',
  'stale_version',
])
const troubleRetryMs = 5_000
/** Others were faster again and again: they are done in a moment. */
const staleRetryMs = 200

export interface IngestedBatch {
  taken: number
  /** Mails may still wait: ask again. */
  hasMore: boolean
}

/**
 * Takes up to 50 waiting mails of a tenant and brings each to an outcome, the oldest first. What was read while others
 * were written is written together. A mail that fails is given back or, in the end, quarantined; it never stops the
 * ones behind it. Any number of processes may do this at once.
 *
 * @param options `keptBeforeMs`: leaves those alone that were kept later than so long ago; whoever kept them is at it
 */
export async function ingestStoredMails(
  scope: TenantScope,
  ports: IngestPorts,
  settings: IngestSettings,
  clock: () => Date,
  { keptBeforeMs = 0 }: { keptBeforeMs?: number } = {},
): Promise<IngestedBatch> {
  const token = randomUUID()
  const claim = { token, leaseMs, limit: batchSize, keptBeforeMs }
  const mails = await withTenantSql(scope, (db) => claimRawMails(db, claim), { mayBeForgotten: true })
  if (mails.length === 0) return { taken: 0, hasMore: false }
  const installation = {
    inboundDomain: settings.inboundDomain,
    confirmationsLastHour: await confirmationsInAll(),
    ticketsPerSenderAndHour: settings.ticketsPerSenderAndHour,
  }
  const extension = setInterval(() => {
    // When this fails the claim runs out, and the last statement of each mail finds that.
    withTenantSql(scope, (db) => extendClaim(db, token, leaseMs)).catch(() => {})
  }, extendEveryMs)
  try {
    await readAndSettle(mails, { scope, ports, settings, installation, clock })
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
  clock: () => Date
}

/**
 * Lanes read; what was read is written together: when there is nothing more to read, when it is enough, and when it has
 * waited for a slow mail.
 */
async function readAndSettle(mails: ClaimedMail[], around: Surroundings): Promise<void> {
  const waiting = [...mails]
  const read: PreparedMail[] = []
  let writing: Promise<void> = Promise.resolve()
  let impatience: NodeJS.Timeout | undefined

  const write = (): Promise<void> => {
    clearTimeout(impatience)
    impatience = undefined
    writing = writing.then(async () => {
      // The lanes end in any order; who wrote first is first.
      while (read.length > 0)
        await settle(
          read.splice(0, maxTogether).sort((a, b) => byArrival(a.mail.raw, b.mail.raw)),
          around,
        )
    })
    return writing
  }
  const lane = async () => {
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      const prepared = await readOrRecordFailure(mail, around)
      if (prepared) read.push(prepared)
      if (read.length >= maxTogether) await write()
      // Its failure is everybody's: the next who waits for the writing gets it too.
      else impatience ??= setTimeout(() => write().catch(() => {}), patienceMs)
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
    await write()
  } finally {
    clearTimeout(impatience)
  }
}

async function readOrRecordFailure(mail: ClaimedMail, around: Surroundings): Promise<PreparedMail | null> {
  const { scope, ports, settings } = around
  try {
    const found = await readMail(scope, mail, ports, settings)
    if (found.kind === 'read') return found
    await quarantineUnreadable(scope, mail, found)
  } catch (error) {
    await recordFailure(scope, mail, error)
  }
  return null
}

/** All together; and each alone when one of them does not let the others through. */
async function settle(mails: PreparedMail[], around: Surroundings): Promise<void> {
  const { scope, settings, installation, clock } = around
  let left = mails
  try {
    while (left.length > 0) left = await ingestMails(scope, left, settings, installation, clock())
  } catch (error) {
    // A database that is away takes the record of the failure with it: the claim ends by itself then.
    if (isAppError(error, 'database_unavailable')) throw error
    for (const one of left) await settleAlone(one, around)
  }
}

async function settleAlone(one: PreparedMail, around: Surroundings): Promise<void> {
  const { scope, settings, installation, clock } = around
  for (let tries = 1; ; tries++) {
    try {
      await ingestMails(scope, [one], settings, installation, clock())
      return
    } catch (error) {
      if (isAppError(error, 'database_unavailable')) throw error
      if (isAppError(error, 'stale_version') && tries < maxStaleTries) continue
      return recordFailure(scope, one.mail.raw, error)
    }
  }
}

/** Trouble of a part passes and does not count against the mail; a failure of our own counts, and three are enough. */
async function recordFailure(scope: TenantScope, mail: ClaimedMail, error: unknown): Promise<void> {
  if (isAppError(error, 'database_unavailable')) throw error
  const isTrouble = error instanceof AppError && passingTroubles.has(error.code)
  const reason = error instanceof AppError ? error.code : 'pipeline-error'
  if (!isTrouble && mail.attempts >= maxAttempts) {
    await quarantineAfterFailure(scope, mail, error instanceof Error ? error.message : String(error))
    return
  }
  const waitMs = isAppError(error, 'stale_version') ? staleRetryMs : troubleRetryMs
  const afterMs = isTrouble ? waitMs : 500 * 2 ** mail.attempts
  await withTenantSql(scope, (db) =>
    releaseRawMail(db, mail, { afterMs, reason, countsAsAttempt: !isTrouble }),
  )
}
