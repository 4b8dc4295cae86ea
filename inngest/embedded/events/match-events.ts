import { holds } from '../cel/evaluate'
import { type FunctionPlan, matchesName } from '../plan/function-plan'
import type { ExecutorEvent } from './executor-event'

/** One function that one event starts (or adds to: a batch, a debounce). */
export interface Trigger {
  plan: FunctionPlan
  event: ExecutorEvent
}

/** Which functions the events start, in the order of the events; a function at most once per event. */
export function matchEvents(events: readonly ExecutorEvent[], plans: readonly FunctionPlan[]): Trigger[] {
  return events.flatMap((event) =>
    plans.filter((plan) => isTriggered(plan, event)).map((plan) => ({ plan, event })),
  )
}

const isTriggered = (plan: FunctionPlan, event: ExecutorEvent): boolean =>
  plan.triggers.some(
    ({ name, condition }) =>
      matchesName(name, event.name) && (condition === null || holds(condition, { event: event.value })),
  )
