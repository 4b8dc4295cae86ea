import { holds, readPath } from '../cel/evaluate'
import { parseExpression } from '../cel/parse'
import type { Queryable } from '../store/database'
import type { ExecutorEvent } from './executor-event'
import type { FunctionSet } from './function-registry'

export interface CancelledRun {
  id: string
  functionId: string
  events: unknown[]
}

/**
 * Ends the runs that wait to be cancelled by this event. A call in flight is not interrupted: what it reports
 * is refused, and it keeps its concurrency slot until it returns.
 */
export async function cancelMatching(
  tx: Queryable,
  event: ExecutorEvent,
  functions: FunctionSet,
  isYounger: (runId: string) => boolean,
): Promise<CancelledRun[]> {
  if (!functions.cancellingNames.has(event.name)) return []
  const matches = pathsFor(event, functions)
  const rows = await tx.query<{ run_id: string; expression: string | null; events: string }>(
    `SELECT c.run_id, c.expression, r.events FROM executor.cancellations c JOIN executor.runs r ON r.id = c.run_id
     WHERE c.event_name = $1 AND (c.expires_at IS NULL OR c.expires_at > now())
       AND (c.match_path IS NULL OR (c.match_path, c.match_value) IN (SELECT * FROM unnest($2::text[], $3::text[])))
     ORDER BY c.run_id`,
    [event.name, matches.map((match) => match.path), matches.map((match) => match.value)],
  )
  const cancelled: CancelledRun[] = []
  for (const row of rows) {
    if (isYounger(row.run_id) || !isMeant(row, event)) continue
    const run = await cancelRun(tx, row.run_id)
    if (run !== null) cancelled.push(run)
  }
  return cancelled
}

/** Ends one run as cancelled; null when it does not exist or has ended. */
export async function cancelRun(tx: Queryable, runId: string): Promise<CancelledRun | null> {
  const [ended] = await tx.query<{ ended: boolean }>(
    "SELECT executor.end_run($1, 'cancelled', NULL) AS ended",
    [runId],
  )
  if (ended?.ended !== true) return null
  const [run] = await tx.query<{ function_id: string; events: string }>(
    'SELECT function_id, events FROM executor.runs WHERE id = $1',
    [runId],
  )
  return run === undefined
    ? null
    : { id: runId, functionId: run.function_id, events: JSON.parse(run.events) as unknown[] }
}

function pathsFor(event: ExecutorEvent, functions: FunctionSet): { path: string; value: string }[] {
  const paths = new Set(
    functions.plans
      .flatMap((plan) => plan.cancelOn)
      .filter((rule) => rule.eventName === event.name)
      .flatMap((rule) => (rule.match === null ? [] : [rule.match.theirPath])),
  )
  return [...paths].map((path) => ({
    path,
    value: JSON.stringify(readPath(event.value, JSON.parse(path) as (string | number)[])),
  }))
}

function isMeant(row: { expression: string | null; events: string }, event: ExecutorEvent): boolean {
  if (row.expression === null) return true
  const [first] = JSON.parse(row.events) as unknown[]
  return holds(parseExpression(row.expression), { event: first, async: event.value })
}
