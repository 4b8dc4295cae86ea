import type { SerializedError } from '../errors'
import { matchesName } from '../plan/function-plan'
import { type ExecutorEvent, internalEvent } from './executor-event'
import type { FunctionSet } from './function-registry'

/** How a run ended, for those who listen. */
export type RunEnd =
  | { status: 'completed'; result: unknown }
  | { status: 'failed'; error: SerializedError }
  | { status: 'cancelled' }

export interface EndedRun {
  id: string
  functionId: string
  events: readonly unknown[]
}

const NAMES = {
  completed: 'inngest/function.finished',
  failed: 'inngest/function.failed',
  cancelled: 'inngest/function.cancelled',
} as const

/**
 * The event that tells of the end of a run, or null when no function listens to it. A run that was itself
 * started by such an event tells nobody: a listener that fails would otherwise start itself for ever.
 */
export function endEvent(run: EndedRun, end: RunEnd, functions: FunctionSet): ExecutorEvent | null {
  const name = NAMES[end.status]
  const isHeard = functions.plans.some((plan) =>
    plan.triggers.some((trigger) => matchesName(trigger.name, name)),
  )
  if (!isHeard || isLifecycle(run.events[0])) return null
  return internalEvent(name, {
    function_id: run.functionId,
    run_id: run.id,
    event: run.events[0],
    events: run.events,
    ...detailsOf(end),
  })
}

function detailsOf(end: RunEnd): Record<string, unknown> {
  switch (end.status) {
    case 'completed':
      return { result: end.result, _inngest: { status: 'Completed' } }
    case 'failed':
      return { error: end.error, _inngest: { status: 'Failed' } }
    case 'cancelled':
      return {
        error: { name: 'FunctionCancelled', message: 'function cancelled' },
        _inngest: { status: 'Cancelled' },
      }
  }
}

const isLifecycle = (event: unknown): boolean =>
  event !== null &&
  typeof event === 'object' &&
  'name' in event &&
  Object.values<unknown>(NAMES).includes(event.name)
