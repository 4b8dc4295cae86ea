import type { Dispatcher } from './engine/dispatcher'
import type { Database } from './store/database'
import type { Membership } from './store/membership'
import type { Timers } from './timers/timers'

export interface ExecutorHealth {
  /** This process is a worker and the database answers. */
  ok: boolean
  /** Calls that could be made now, or as soon as a concurrency key has room. */
  queueDepth: number
  /** Of these, calls held back only by a concurrency key. */
  parked: number
  /** Calls for functions no process hosts: they wait until one does. */
  unhosted: number
  /** How long the oldest call that could be made now has waited; 0 when there is none. */
  oldestReadyMs: number
  /** Calls this process is making. */
  inFlight: number
  /** Calls this process took back from lost workers: what they did may have been done twice. */
  repeats: number
}

/** A look at the queue; never rejects. */
export async function readHealth(
  db: Database,
  membership: Membership,
  dispatcher: Dispatcher,
  timers: Timers,
): Promise<ExecutorHealth> {
  const own = { inFlight: dispatcher.inFlightCount, repeats: timers.takenBack }
  try {
    const [row] = await db.query<{
      ready: number
      parked: number
      unhosted: number
      oldest_ms: number | null
    }>(
      `SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready, count(*) FILTER (WHERE state = 'parked')::int AS parked,
         count(*) FILTER (WHERE NOT EXISTS (SELECT FROM executor.workers w WHERE j.function_id = ANY (w.functions)))::int AS unhosted,
         (extract(epoch FROM clock_timestamp() - min(ready_at) FILTER (WHERE state = 'ready')) * 1000)::float8 AS oldest_ms
       FROM executor.jobs j WHERE state IN ('ready', 'parked')`,
    )
    const [ready, parked] = [row?.ready ?? 0, row?.parked ?? 0]
    return {
      ok: membership.worker !== null,
      queueDepth: ready + parked,
      parked,
      unhosted: row?.unhosted ?? 0,
      oldestReadyMs: Math.max(0, Math.round(row?.oldest_ms ?? 0)),
      ...own,
    }
  } catch {
    return { ok: false, queueDepth: 0, parked: 0, unhosted: 0, oldestReadyMs: 0, ...own }
  }
}
