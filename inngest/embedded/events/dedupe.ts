import { evaluate } from '../cel/evaluate'
import type { Queryable } from '../store/database'
import type { Trigger } from './match-events'

interface DedupeKey {
  functionId: string
  kind: 'event' | 'idempotency'
  key: string
}

/**
 * Drops triggers whose event id, or whose idempotency key, has already started the same function within the
 * window. The first of several in one request wins.
 */
export async function dropRepeated(tx: Queryable, triggers: Trigger[], windowMs: number): Promise<Trigger[]> {
  const fresh = await dropTaken(tx, triggers, windowMs, ({ plan, event }) =>
    event.externalId === null ? null : { functionId: plan.id, kind: 'event', key: event.externalId },
  )
  return dropTaken(tx, fresh, windowMs, ({ plan, event }) => {
    if (plan.idempotencyKey === null) return null
    const value = evaluate(plan.idempotencyKey, { event: event.value })
    return { functionId: plan.id, kind: 'idempotency', key: JSON.stringify(value) }
  })
}

async function dropTaken(
  tx: Queryable,
  triggers: Trigger[],
  windowMs: number,
  keyOf: (trigger: Trigger) => DedupeKey | null,
): Promise<Trigger[]> {
  const wanted = new Map<string, DedupeKey>()
  for (const trigger of triggers) {
    const key = keyOf(trigger)
    if (key !== null) wanted.set(textOf(key), key)
  }
  if (wanted.size === 0) return triggers
  const free = await takeKeys(tx, [...wanted.values()], windowMs)
  return triggers.filter((trigger) => {
    const key = keyOf(trigger)
    return key === null || free.delete(textOf(key))
  })
}

/** Takes the keys nobody holds and answers which those were. */
async function takeKeys(tx: Queryable, keys: DedupeKey[], windowMs: number): Promise<Set<string>> {
  const rows = await tx.query<{ function_id: string; kind: string; key: string }>(
    `INSERT INTO executor.dedupe_keys AS held (function_id, kind, key, expires_at)
     SELECT f, k, v, now() + $4 * interval '1 millisecond' FROM unnest($1::text[], $2::text[], $3::text[]) t (f, k, v)
     ORDER BY f, k, v
     ON CONFLICT (function_id, kind, key) DO UPDATE SET expires_at = excluded.expires_at WHERE held.expires_at < now()
     RETURNING function_id, kind, key`,
    [keys.map((key) => key.functionId), keys.map((key) => key.kind), keys.map((key) => key.key), windowMs],
  )
  return new Set(rows.map((row) => textOf({ functionId: row.function_id, kind: row.kind, key: row.key })))
}

const textOf = (key: { functionId: string; kind: string; key: string }): string =>
  JSON.stringify([key.functionId, key.kind, key.key])
