import { RegistrationError } from '../errors'
import { compilePlan } from '../plan/compile-plan'
import type { FunctionPlan } from '../plan/function-plan'
import { registerCrons } from '../timers/crons'
import type { Database, Queryable } from './database'

/**
 * Checks the registrations of an app and writes them down; events start them from the moment a worker says it
 * hosts them. All or nothing: the first that cannot be run throws its RegistrationError before anything is written.
 */
export async function registerFunctions(
  db: Database,
  registrations: readonly unknown[],
): Promise<FunctionPlan[]> {
  const plans = registrations.map(compilePlan)
  const twice = plans.find((plan, index) => plans.findIndex((other) => other.id === plan.id) < index)
  if (twice !== undefined) throw new RegistrationError(twice.id, 'another function has the same id')
  await db.transaction(async (tx) => {
    await writeFunctions(tx, plans, registrations)
    await registerCrons(tx, plans, new Date())
  })
  return plans
}

async function writeFunctions(
  tx: Queryable,
  plans: readonly FunctionPlan[],
  registrations: readonly unknown[],
): Promise<void> {
  await tx.query(
    `INSERT INTO executor.functions (id, config, limits)
     SELECT id, config, ARRAY(SELECT jsonb_array_elements_text(limits::jsonb)::int)
     FROM unnest($1::text[], $2::text[], $3::text[]) t (id, config, limits) ORDER BY id
     ON CONFLICT (id) DO UPDATE SET config = excluded.config, limits = excluded.limits, registered_at = now()`,
    [
      plans.map((plan) => plan.id),
      registrations.map((registration) => JSON.stringify(registration)),
      plans.map((plan) => JSON.stringify(plan.concurrency.map((limit) => limit.limit))),
    ],
  )
}
