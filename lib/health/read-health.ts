import { now } from '@/lib/clock'
import { findOldestWaiting } from '@/lib/db/system-alarms'
import { type Heartbeat, listHeartbeats } from '@/lib/db/system-workers'
import { isAppError } from '@/lib/errors'

/** A worker writes every second: after this long without one it is not counted on. */
const aliveMs = 10_000

export type HealthPart = 'database' | 'worker' | 'executor' | 'smtp' | 'blobs' | 'outbox' | 'ingest'

/** The parts that are down, in the order of their dependence; empty when all is well. */
export async function readHealth(): Promise<HealthPart[]> {
  try {
    const [beats, waiting] = await Promise.all([listHeartbeats(), findOldestWaiting()])
    return [...partsDown(beats, now()), ...partsBehind(waiting, now())]
  } catch (error) {
    // Without the database nothing can be known about the workers either.
    if (isAppError(error, 'database_unavailable')) return ['database']
    throw error
  }
}

const workerParts = ['executor', 'smtp', 'blobs'] as const

/** Every part must be well in at least one living worker. */
export function partsDown(beats: Pick<Heartbeat, 'seenAt' | 'parts'>[], at: Date): HealthPart[] {
  const alive = beats.filter((beat) => at.getTime() - beat.seenAt.getTime() < aliveMs)
  if (alive.length === 0) return ['worker', ...workerParts]
  return workerParts.filter((part) => !alive.some((beat) => beat.parts[part] === true))
}

/** Facts are relayed within a second and mail is read within seconds: what waits this long waits for nobody. */
const outboxBehindMs = 60_000
const ingestBehindMs = 5 * 60_000

/** Parts that live and do not get through: what waits is too old. */
export function partsBehind(
  { outboxAt, keptMailAt }: { outboxAt: Date | null; keptMailAt: Date | null },
  at: Date,
): HealthPart[] {
  const isOlder = (since: Date | null, ms: number) => since !== null && at.getTime() - since.getTime() > ms
  return [
    ...(isOlder(outboxAt, outboxBehindMs) ? (['outbox'] as const) : []),
    ...(isOlder(keptMailAt, ingestBehindMs) ? (['ingest'] as const) : []),
  ]
}
