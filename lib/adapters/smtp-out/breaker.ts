import { now } from '@/lib/clock'

const FAILURES_TO_OPEN = 5
const PROBE_EVERY_MS = 30_000

/**
 * Stands before a server. While the last attempt to get a session failed, one at a time tries; after five failures in
 * a row one in a while does (half a minute, unless said otherwise). All others are told at once instead of waiting
 * for the same silence.
 */
export class Breaker {
  readonly #probeEveryMs: number
  #failures = 0
  #running = 0
  #lastTryMs = 0

  constructor(probeEveryMs = PROBE_EVERY_MS) {
    this.#probeEveryMs = probeEveryMs
  }

  /** Whoever is let through says `succeeded` or `failed` afterwards. */
  mayTry(): boolean {
    const at = now().getTime()
    if (this.#failures > 0 && this.#running > 0) return false
    if (this.#failures >= FAILURES_TO_OPEN && Math.abs(at - this.#lastTryMs) < this.#probeEveryMs)
      return false
    this.#lastTryMs = at
    this.#running++
    return true
  }

  succeeded(): void {
    this.#running--
    this.#failures = 0
  }

  failed(): void {
    this.#running--
    this.#failures++
  }
}
