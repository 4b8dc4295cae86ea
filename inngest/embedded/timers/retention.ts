import type { Logger } from '../logger'
import type { Database } from '../store/database'

const HOUR_MS = 60 * 60 * 1000
const BATCH = 1_000
const SLOTS = 10_000
const EVERY_MS = 60_000

export interface RetentionOptions {
  /** Completed and cancelled runs, with their steps. */
  finishedMs: number
  failedMs: number
  /** Also how long a repeated request is recognised. */
  eventsMs: number
  /** How long an event id, or an idempotency key, starts a function only once. */
  dedupeMs: number
}

export const DEFAULT_RETENTION: RetentionOptions = {
  finishedMs: 24 * HOUR_MS,
  failedMs: 72 * HOUR_MS,
  eventsMs: 24 * HOUR_MS,
  dedupeMs: 24 * HOUR_MS,
}

/** One bounded delete each; `$1` is an age in milliseconds. Each is repeated while it finds a full batch. */
const deletions = (options: RetentionOptions): { sql: string; ageMs: number }[] => [
  { sql: endedRuns("status <> 'failed'"), ageMs: options.finishedMs },
  { sql: endedRuns("status = 'failed'"), ageMs: options.failedMs },
  { sql: rowsOf('events', 'received_at < now() - $1 * $$1 ms$$::interval'), ageMs: options.eventsMs },
  { sql: rowsOf('dedupe_keys', 'expires_at < now() - $1 * $$1 ms$$::interval'), ageMs: 0 },
  // Functions of a lost worker still start runs for a while: it may be about to come back.
  { sql: rowsOf('workers', 'lost_at < now() - $1 * $$1 ms$$::interval'), ageMs: HOUR_MS / 6 },
  { sql: rowsOf('cancellations', 'expires_at < now() - $1 * $$1 ms$$::interval'), ageMs: 0 },
]

const endedRuns = (condition: string): string =>
  rowsOf(
    'runs',
    `ended_at < now() - $1 * $$1 ms$$::interval AND ${condition} AND NOT EXISTS (SELECT FROM executor.jobs j WHERE j.run_id = executor.runs.id)`,
  )

const rowsOf = (table: string, condition: string): string =>
  `DELETE FROM executor.${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM executor.${table} WHERE ${condition} LIMIT ${BATCH}))`

/** Deletes what is past its age, in batches that never hold locks for long. */
export async function prune(db: Database, options: RetentionOptions, logger: Logger): Promise<void> {
  for (const { sql, ageMs } of deletions(options)) {
    for (;;) {
      const rows = await db.query(`WITH gone AS (${sql} RETURNING 1) SELECT 1 FROM gone`, [ageMs])
      if (rows.length < BATCH) break
    }
  }
  const [tidied] = await db.query<{ wrong: number }>('SELECT executor.tidy_slots($1) AS wrong', [SLOTS])
  if (tidied !== undefined && tidied.wrong > 0) {
    logger.error('executor: concurrency slots were counted wrong and are corrected', { slots: tidied.wrong })
  }
}

/** Prunes about once a minute until stopped; several processes doing so only find less each. */
export function startRetention(db: Database, options: RetentionOptions, logger: Logger): () => void {
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    timer = setTimeout(() => void run(), EVERY_MS * (0.5 + Math.random()))
  }
  let isStopped = false
  const run = async () => {
    try {
      await prune(db, options, logger)
    } catch (error) {
      logger.warn('executor: could not prune', { error: String(error) })
    }
    if (!isStopped) again()
  }
  again()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
