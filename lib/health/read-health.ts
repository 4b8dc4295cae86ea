import { now } from '@/lib/clock'
import { type Heartbeat, listHeartbeats } from '@/lib/db/system'
import { isAppError } from '@/lib/errors'

/** A worker writes every second: after this long without one it is not counted on. */
const aliveMs = 10_000

export type HealthPart = 'database' | 'worker' | 'executor' | 'smtp'

/** The parts that are down, in the order of their dependence; empty when all is well. */
export async function readHealth(): Promise<HealthPart[]> {
  try {
    return partsDown(await listHeartbeats(), now())
  } catch (error) {
    // Without the database nothing can be known about the workers either.
    if (isAppError(error, 'database_unavailable')) return ['database']
    throw error
  }
}

/** Every part must be well in at least one living worker. */
export function partsDown(beats: Pick<Heartbeat, 'seenAt' | 'parts'>[], at: Date): HealthPart[] {
  const alive = beats.filter((beat) => at.getTime() - beat.seenAt.getTime() < aliveMs)
  if (alive.length === 0) return ['worker', 'executor', 'smtp']
  return (['executor', 'smtp'] as const).filter((part) => !alive.some((beat) => beat.parts[part] === true))
}
