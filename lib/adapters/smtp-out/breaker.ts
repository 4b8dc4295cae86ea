import { now } from '@/lib/clock'

const FAILURES_TO_OPEN = 5
const PROBE_EVERY_MS = 30_000

/**
 * Stands before a server that gave no session five times in a row: until it does again, one attempt in half a
 * minute tries, and all others are told at once instead of waiting for the same silence. A password that is
 * refused counts too: trying on would lock the account.
 */
export class Breaker {
  #failures = 0
  #lastTryMs = 0

  mayTry(): boolean {
    const at = now().getTime()
    if (this.#failures >= FAILURES_TO_OPEN && Math.abs(at - this.#lastTryMs) < PROBE_EVERY_MS) return false
    this.#lastTryMs = at
    return true
  }

  succeeded(): void {
    this.#failures = 0
  }

  failed(): void {
    this.#failures++
  }
}
