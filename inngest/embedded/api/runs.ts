import { cancelRun } from '../events/cancel-runs'
import type { FunctionRegistry } from '../events/function-registry'
import type { Ingest } from '../events/ingest'
import { endEvent } from '../events/lifecycle'
import type { Database } from '../store/database'

interface RunRow {
  id: string
  function_id: string
  status: 'running' | 'completed' | 'failed' | 'cancelled'
  event_ids: string[]
  output: string | null
  created_at: Date
  ended_at: Date | null
}

const COLUMNS = 'id, function_id, status, event_ids, output, created_at, ended_at'
const MOST_RUNS = 100
const SHOWN = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const

/** The runs an event started, the newest hundred. */
export async function runsOfEvent(db: Database, eventId: string): Promise<unknown[]> {
  const rows = await db.query<RunRow>(
    `SELECT ${COLUMNS} FROM executor.runs WHERE event_ids @> ARRAY[$1] ORDER BY id DESC LIMIT ${MOST_RUNS}`,
    [eventId],
  )
  return rows.map(shownRun)
}

export async function findRun(db: Database, runId: string): Promise<unknown> {
  const [row] = await db.query<RunRow>(`SELECT ${COLUMNS} FROM executor.runs WHERE id = $1`, [runId])
  return row === undefined ? null : shownRun(row)
}

const shownRun = (row: RunRow): unknown => ({
  run_id: row.id,
  function_id: row.function_id,
  event_id: row.event_ids[0],
  status: SHOWN[row.status],
  run_started_at: row.created_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
  output: row.output === null ? null : (JSON.parse(row.output) as unknown),
})

/** Cancels a run; false when there is none that runs. */
export function cancelById(
  db: Database,
  registry: FunctionRegistry,
  ingest: Ingest,
  runId: string,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const functions = await registry.read(tx)
    const run = await cancelRun(tx, runId)
    if (run === null) return false
    const tale = endEvent(run, { status: 'cancelled' }, functions)
    if (tale !== null) await ingest.ingestWithin(tx, [tale])
    return true
  })
}

/** JSON of the state of a run, as a call too large to carry it asks for it; null when there is no such run. */
export async function runState(
  db: Database,
  runId: string,
): Promise<{ steps: string; events: string } | null> {
  const [row] = await db.query<{ events: string; steps: string | null }>(
    `SELECT r.events, (SELECT string_agg('"' || step_id || '":' || memo, ',' ORDER BY position) FROM executor.steps WHERE run_id = r.id) AS steps
     FROM executor.runs r WHERE r.id = $1`,
    [runId],
  )
  return row === undefined ? null : { events: row.events, steps: `{${row.steps ?? ''}}` }
}
