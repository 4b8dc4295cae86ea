import { compilePlan } from '../plan/compile-plan'
import type { FunctionPlan } from '../plan/function-plan'
import type { Queryable } from '../store/database'

/** The functions events may start: what any process hosts, or hosted until it was lost a moment ago. */
export interface FunctionSet {
  plans: readonly FunctionPlan[]
  byId: ReadonlyMap<string, FunctionPlan>
  /** Names under which some run may wait to be cancelled. */
  cancellingNames: ReadonlySet<string>
}

/**
 * A copy of the registered functions, exact at every use: one number in the database tells whether it is
 * stale. An old process therefore also starts the functions a newer one has brought, though it never runs them.
 */
export class FunctionRegistry {
  private version: string | null = null
  private functions: FunctionSet = { plans: [], byId: new Map(), cancellingNames: new Set() }

  async read(db: Queryable): Promise<FunctionSet> {
    const [row] = await db.query<{ version: string }>('SELECT version FROM executor.registry')
    const version = row?.version ?? null
    if (version !== this.version) {
      this.functions = await load(db)
      this.version = version
    }
    return this.functions
  }
}

async function load(db: Queryable): Promise<FunctionSet> {
  const rows = await db.query<{ config: string }>(
    'SELECT config FROM executor.functions f WHERE EXISTS (SELECT FROM executor.workers w WHERE f.id = ANY (w.functions)) ORDER BY f.id',
  )
  const plans = rows.map((row) => compilePlan(JSON.parse(row.config)))
  return {
    plans,
    byId: new Map(plans.map((plan) => [plan.id, plan])),
    cancellingNames: new Set(plans.flatMap((plan) => plan.cancelOn.map((rule) => rule.eventName))),
  }
}
