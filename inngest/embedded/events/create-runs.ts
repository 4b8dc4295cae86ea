import { createHash } from 'node:crypto'
import { evaluate, readPath } from '../cel/evaluate'
import type { Expression } from '../cel/parse'
import { ulid } from '../ids'
import type { Logger } from '../logger'
import type { FunctionPlan } from '../plan/function-plan'
import type { Queryable } from '../store/database'
import type { ExecutorEvent } from './executor-event'

export interface NewRun {
  plan: FunctionPlan
  events: [ExecutorEvent, ...ExecutorEvent[]]
}

export interface CreatedRun extends NewRun {
  id: string
}

/** How far ahead an event's `ts` must lie to delay its run: less is only the difference of two clocks. */
const FUTURE_MS = 1_000

/**
 * Inserts runs and their first jobs. `fairBy` names the lane (usually the tenant); without it, or where it is
 * missing from the event, the first concurrency key does, and then the function.
 */
export async function createRuns(
  tx: Queryable,
  runs: readonly NewRun[],
  fairBy: Expression | null,
  logger: Logger,
): Promise<CreatedRun[]> {
  if (runs.length === 0) return []
  const created = runs.map((run) => ({ ...run, id: ulid() }))
  await tx.query(
    `INSERT INTO executor.runs (id, function_id, event_ids, events, lane, slots)
     SELECT id, function_id, ARRAY(SELECT jsonb_array_elements_text(event_ids::jsonb)), events, lane,
       ARRAY(SELECT jsonb_array_elements_text(slots::jsonb))
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) t (id, function_id, event_ids, events, lane, slots)`,
    [
      created.map((run) => run.id),
      created.map((run) => run.plan.id),
      created.map((run) => JSON.stringify(run.events.map((event) => event.internalId))),
      created.map((run) => `[${run.events.map((event) => event.json).join(',')}]`),
      created.map((run) => laneOf(run, fairBy)),
      created.map((run) => JSON.stringify(slotsOf(run))),
    ],
  )
  await insertJobs(tx, created)
  await insertCancellations(tx, created, logger)
  return created
}

async function insertJobs(tx: Queryable, runs: readonly CreatedRun[]): Promise<void> {
  await tx.query(
    `WITH fresh AS (
       SELECT r.id, r.function_id, r.slots, r.lane, t.delay_ms, t.ord
       FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY t (id, delay_ms, ord) JOIN executor.runs r ON r.id = t.id),
     ends AS (SELECT lane, executor.lane_end(lane) AS vtime FROM (SELECT DISTINCT lane FROM fresh) lanes)
     INSERT INTO executor.jobs (run_id, step_id, kind, state, function_id, slots, lane, vtime, ready_at)
     SELECT f.id, 'step', 'call', CASE WHEN f.delay_ms > 0 THEN 'delayed' ELSE 'ready' END, f.function_id, f.slots, f.lane,
       e.vtime + row_number() OVER (PARTITION BY f.lane ORDER BY f.ord), clock_timestamp() + f.delay_ms * interval '1 millisecond'
     FROM fresh f JOIN ends e USING (lane)`,
    [runs.map((run) => run.id), runs.map((run) => startDelayMs(run))],
  )
}

async function insertCancellations(
  tx: Queryable,
  runs: readonly CreatedRun[],
  logger: Logger,
): Promise<void> {
  const rows = runs.flatMap((run) => run.plan.cancelOn.map((rule) => ({ run, rule })))
  if (rows.length === 0) return
  const ownValue = ({ run, rule }: (typeof rows)[number]): string | null => {
    if (rule.match === null) return null
    const value = readPath(run.events[0].value, rule.match.ownPath)
    // On both sides missing is equal: any event without the field would cancel this run.
    if (value === null) {
      logger.warn('executor: cancelOn compares a field the event does not have', { functionId: run.plan.id })
    }
    return JSON.stringify(value)
  }
  await tx.query(
    `INSERT INTO executor.cancellations (run_id, event_name, match_path, match_value, expression, expires_at)
     SELECT r, e, p, v, x, now() + ms * interval '1 millisecond'
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) t (r, e, p, v, x, ms)`,
    [
      rows.map(({ run }) => run.id),
      rows.map(({ rule }) => rule.eventName),
      rows.map(({ rule }) => rule.match?.theirPath ?? null),
      rows.map(ownValue),
      rows.map(({ rule }) => rule.conditionText),
      rows.map(({ rule }) => rule.timeoutMs),
    ],
  )
}

function startDelayMs(run: CreatedRun): number {
  const ahead = Math.max(...run.events.map((event) => event.ts)) - Date.now()
  return ahead > FUTURE_MS ? Math.ceil(ahead) : 0
}

function laneOf(run: CreatedRun, fairBy: Expression | null): string {
  const scope = { event: run.events[0].value }
  const tenant = fairBy === null ? null : evaluate(fairBy, scope)
  if (tenant !== null) return short(`tenant/${JSON.stringify(tenant)}`)
  const keyed = run.plan.concurrency.find((limit) => limit.key !== null)
  if (keyed === undefined || keyed.key === null) return run.plan.id
  return short(`${run.plan.id}/${JSON.stringify(evaluate(keyed.key, scope))}`)
}

/** The slots a call of the run needs, in the order of the function's concurrency limits. */
const slotsOf = (run: CreatedRun): string[] =>
  run.plan.concurrency.map(({ key }, index) => {
    const value = key === null ? null : evaluate(key, { event: run.events[0].value })
    return short(`${run.plan.id}/${index}/${JSON.stringify(value)}`)
  })

/** Keys are indexed: what a sender makes long is replaced by its hash. */
const short = (key: string): string =>
  key.length <= 200 ? key : `sha256/${createHash('sha256').update(key).digest('hex')}`
