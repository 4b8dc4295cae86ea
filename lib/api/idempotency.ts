import { setTimeout as wait } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { ApiScope } from '@/lib/tenancy/scope'
import { claimKey, type KeyOwner, releaseKey, settleKey } from './idempotency-store'

export interface RecordedAnswer {
  status: number
  body: string
}

/** Longer than any operation: after it the process that held the key is taken for dead. */
const leaseMs = 60_000
const waitMs = 15_000
const pollMs = 100

/**
 * Runs a request once, however often it is sent: whoever comes while it runs waits for its answer, and whoever comes
 * later gets that answer again. Only what went through is kept, so that a refused request can be repeated with the
 * same key. `work` gets the id of the row it makes: run again after a crash, it finds its own row there.
 *
 * @throws AppError `idempotency_conflict` when the key stands for another request, or is being worked on for too long
 */
export async function runOnce(
  scope: ApiScope,
  request: { key: string; requestHash: string },
  work: (effectId: string) => Promise<RecordedAnswer>,
): Promise<RecordedAnswer> {
  const owner = { apiKeyId: scope.actor.apiKeyId, key: request.key }
  const giveUpAt = now().getTime() + waitMs
  for (;;) {
    const claimId = newId()
    const { requestHash } = request
    const claim = await withTenant(scope, (db) =>
      claimKey(db, { ...owner, requestHash, claimId, leaseMs, at: now() }),
    )
    if (claim.requestHash !== requestHash)
      throw new AppError('idempotency_conflict', 'the key stands for another request')
    if (claim.status !== null && claim.body !== null) return { status: claim.status, body: claim.body }
    if (claim.isMine) return runClaimed(scope, owner, claimId, () => work(claim.effectId))
    if (now().getTime() > giveUpAt)
      throw new AppError('idempotency_conflict', 'the first request with this key still runs')
    await wait(pollMs)
  }
}

async function runClaimed(
  scope: ApiScope,
  owner: KeyOwner,
  claimId: string,
  work: () => Promise<RecordedAnswer>,
): Promise<RecordedAnswer> {
  try {
    const answer = await work()
    return await withTenant(scope, (db) => settleKey(db, owner, answer))
  } catch (error) {
    await withTenant(scope, (db) => releaseKey(db, owner, claimId))
    throw error
  }
}
