import type { SerializedError } from '../errors'

/** The result of one step as it is kept: `json` is {"data":…} or {"error":…}. */
export interface Memo {
  stepId: string
  name: string
  json: string
}

/** One step of a wave: a call to make, or a sleep. */
export interface WaveMember {
  stepId: string
  sleepMs: number | null
}

/** What a call means for its run. */
export type Outcome =
  | { kind: 'continue'; memos: Memo[] }
  | { kind: 'wave'; memos: Memo[]; wave: WaveMember[] }
  | { kind: 'retry'; retryAfter: string | null }
  | { kind: 'complete'; memos: Memo[]; result: unknown }
  | { kind: 'fail'; memos: Memo[]; error: SerializedError }
  /** The functions were not reached, or did not answer as the SDK does: no attempt of theirs is used up. */
  | { kind: 'lost'; reason: string }
