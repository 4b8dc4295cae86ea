import type { NewRun } from '../events/create-runs'
import { internalEvent } from '../events/executor-event'
import type { FunctionSet } from '../events/function-registry'
import { nextCronTime } from '../plan/cron'
import type { FunctionPlan } from '../plan/function-plan'
import type { Queryable } from '../store/database'

/** Writes when the crons of these functions come next; those still registered the same keep their time. */
export async function registerCrons(tx: Queryable, plans: readonly FunctionPlan[], at: Date): Promise<void> {
  const wanted = plans.flatMap((plan) => plan.crons.map((cron) => ({ id: plan.id, cron })))
  await tx.query(
    `DELETE FROM executor.crons WHERE function_id = ANY ($1)
     AND (function_id, expression) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [
      plans.map((plan) => plan.id),
      wanted.map((entry) => entry.id),
      wanted.map((entry) => entry.cron.expression),
    ],
  )
  for (const { id, cron } of wanted) {
    await tx.query(
      'INSERT INTO executor.crons (function_id, expression, next_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [id, cron.expression, nextCronTime(cron, at)],
    )
  }
}

/**
 * The runs of crons that are due, each once however many processes look. After an outage a cron that was
 * missed comes once, not once for every time it was missed.
 */
export async function takeDueCrons(tx: Queryable, functions: FunctionSet, at: Date): Promise<NewRun[]> {
  const due = await tx.query<{ function_id: string; expression: string; next_at: Date }>(
    'SELECT function_id, expression, next_at FROM executor.crons WHERE next_at <= now() ORDER BY function_id, expression FOR UPDATE SKIP LOCKED',
  )
  const runs: NewRun[] = []
  for (const row of due) {
    const plan = functions.byId.get(row.function_id)
    const cron = plan?.crons.find((candidate) => candidate.expression === row.expression)
    if (plan === undefined || cron === undefined) continue
    // The database's clock may be ahead of this process's: never come to the same time twice.
    const after = new Date(Math.max(at.getTime(), row.next_at.getTime()))
    await tx.query('UPDATE executor.crons SET next_at = $3 WHERE function_id = $1 AND expression = $2', [
      row.function_id,
      row.expression,
      nextCronTime(cron, after),
    ])
    const data = { cron: row.expression, scheduledAt: row.next_at.toISOString() }
    runs.push({ plan, events: [internalEvent('inngest/scheduled.timer', data)] })
  }
  return runs
}
