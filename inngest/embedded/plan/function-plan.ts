import type { Expression } from '../cel/parse'

/** A function as this executor runs it: its registration, checked and compiled. */
export interface FunctionPlan {
  id: string
  /** Where its calls go; in process this is only a name. */
  url: string
  maxAttempts: number
  triggers: EventTrigger[]
  crons: CronTrigger[]
  concurrency: ConcurrencyLimit[]
  idempotencyKey: Expression | null
  batch: BatchRule | null
  debounce: DebounceRule | null
  cancelOn: CancelRule[]
}

export interface EventTrigger {
  name: EventNamePattern
  condition: Expression | null
}

/** `exact`, or everything that begins with a prefix ("orders/*"). */
export type EventNamePattern = { kind: 'exact'; name: string } | { kind: 'prefix'; prefix: string }

export interface CronTrigger {
  /** As registered; an optional "TZ=Europe/Rome " before five fields. */
  expression: string
  pattern: string
  timezone: string
}

export interface ConcurrencyLimit {
  limit: number
  key: Expression | null
}

export interface BatchRule {
  maxSize: number
  timeoutMs: number
  key: Expression | null
  condition: Expression | null
}

export interface DebounceRule {
  periodMs: number
  /** The longest a steady stream of events can put the run off. */
  timeoutMs: number | null
  key: Expression | null
}

export interface CancelRule {
  eventName: string
  /** `event.PATH == async.PATH`: found by index instead of by trying every waiting run. */
  match: { ownPath: (string | number)[]; theirPath: string } | null
  condition: Expression | null
  /** The text of `condition`, kept beside the run. */
  conditionText: string | null
  timeoutMs: number | null
}

export const matchesName = (pattern: EventNamePattern, name: string): boolean =>
  pattern.kind === 'exact' ? pattern.name === name : name.startsWith(pattern.prefix)
