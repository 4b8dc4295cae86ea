import { evaluate, holds } from '../cel/evaluate'
import type { Expression } from '../cel/parse'
import type { BatchRule, DebounceRule, FunctionPlan } from '../plan/function-plan'
import type { Queryable } from '../store/database'
import type { NewRun } from './create-runs'
import type { ExecutorEvent } from './executor-event'
import type { FunctionSet } from './function-registry'
import type { Trigger } from './match-events'

/**
 * Puts aside the events of functions that batch or debounce and answers the runs that start now: those of
 * other functions, and batches that became full.
 */
export async function holdEvents(tx: Queryable, triggers: readonly Trigger[]): Promise<NewRun[]> {
  const runs: NewRun[] = []
  const batched: { plan: FunctionPlan; rule: BatchRule; event: ExecutorEvent; key: string }[] = []
  const debounced: { plan: FunctionPlan; rule: DebounceRule; event: ExecutorEvent; key: string }[] = []
  for (const { plan, event } of triggers) {
    if (plan.debounce !== null) {
      debounced.push({ plan, rule: plan.debounce, event, key: keyOf(plan.debounce.key, event) })
    } else if (plan.batch !== null && isBatched(plan.batch, event)) {
      batched.push({ plan, rule: plan.batch, event, key: keyOf(plan.batch.key, event) })
    } else runs.push({ plan, events: [event] })
  }
  // In one order everywhere, so that two transactions never wait for each other's rows.
  for (const item of debounced.sort(byKey)) await debounce(tx, item)
  for (const item of batched.sort(byKey)) runs.push(...(await addToBatch(tx, item)))
  return runs
}

/** The runs of debounces and batches whose time has come. */
export async function takeDueEvents(tx: Queryable, functions: FunctionSet, limit: number): Promise<NewRun[]> {
  const debounces = await tx.query<{ function_id: string; event: string }>(
    `DELETE FROM executor.debounces WHERE (function_id, key) IN (
       SELECT function_id, key FROM executor.debounces WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING function_id, event`,
    [limit],
  )
  const batches = await tx.query<{ function_id: string; key: string }>(
    `DELETE FROM executor.batches WHERE (function_id, key) IN (
       SELECT function_id, key FROM executor.batches WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING function_id, key`,
    [limit],
  )
  const runs: NewRun[] = []
  for (const row of debounces) runs.push(...runOf(functions.byId.get(row.function_id), [row.event]))
  for (const row of batches) {
    const events = await takeBatch(tx, row.function_id, row.key, Number.MAX_SAFE_INTEGER)
    runs.push(...runOf(functions.byId.get(row.function_id), events))
  }
  return runs
}

const isBatched = (rule: BatchRule, event: ExecutorEvent): boolean =>
  rule.condition === null || holds(rule.condition, { event: event.value })

const keyOf = (key: Expression | null, event: ExecutorEvent): string =>
  key === null ? '' : JSON.stringify(evaluate(key, { event: event.value }))

const byKey = (a: { plan: FunctionPlan; key: string }, b: { plan: FunctionPlan; key: string }): number =>
  `${a.plan.id}\n${a.key}` < `${b.plan.id}\n${b.key}`
    ? -1
    : a.plan.id === b.plan.id && a.key === b.key
      ? 0
      : 1

async function debounce(
  tx: Queryable,
  item: { plan: FunctionPlan; rule: DebounceRule; event: ExecutorEvent; key: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO executor.debounces AS held (function_id, key, event, due_at, latest_at)
     VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', clock_timestamp() + $5 * interval '1 millisecond')
     ON CONFLICT (function_id, key) DO UPDATE SET event = excluded.event, due_at = least(excluded.due_at, held.latest_at)`,
    [item.plan.id, item.key, keep(item.event), item.rule.periodMs, item.rule.timeoutMs],
  )
}

async function addToBatch(
  tx: Queryable,
  item: { plan: FunctionPlan; rule: BatchRule; event: ExecutorEvent; key: string },
): Promise<NewRun[]> {
  const place = [item.plan.id, item.key]
  // The row of the batch is also the lock under which its events are counted.
  await tx.query(
    `INSERT INTO executor.batches (function_id, key, due_at) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
     ON CONFLICT (function_id, key) DO UPDATE SET due_at = executor.batches.due_at`,
    [...place, item.rule.timeoutMs],
  )
  const [counted] = await tx.query<{ size: number }>(
    `WITH added AS (INSERT INTO executor.batch_events (function_id, key, event) VALUES ($1, $2, $3))
     SELECT count(*)::int + 1 AS size FROM executor.batch_events WHERE function_id = $1 AND key = $2`,
    [...place, keep(item.event)],
  )
  if ((counted?.size ?? 0) < item.rule.maxSize) return []
  const events = await takeBatch(tx, item.plan.id, item.key, item.rule.maxSize)
  await tx.query('DELETE FROM executor.batches WHERE function_id = $1 AND key = $2', place)
  return runOf(item.plan, events)
}

async function takeBatch(tx: Queryable, functionId: string, key: string, size: number): Promise<string[]> {
  const rows = await tx.query<{ position: string; event: string }>(
    `DELETE FROM executor.batch_events WHERE function_id = $1 AND key = $2 AND position IN (
       SELECT position FROM executor.batch_events WHERE function_id = $1 AND key = $2 ORDER BY position LIMIT $3)
     RETURNING position, event`,
    [functionId, key, size],
  )
  return rows.sort((a, b) => Number(a.position) - Number(b.position)).map((row) => row.event)
}

/** Events of a function that is no longer registered are dropped with it. */
function runOf(plan: FunctionPlan | undefined, kept: string[]): NewRun[] {
  const [first, ...rest] = kept.map((text) => JSON.parse(text) as ExecutorEvent)
  return plan === undefined || first === undefined ? [] : [{ plan, events: [first, ...rest] }]
}

const keep = (event: ExecutorEvent): string => JSON.stringify(event)
