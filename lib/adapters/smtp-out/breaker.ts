import { now } from '@/lib/clock'

const FAILURES_TO_OPEN = 5
const PROBE_EVERY_MS = 5 * 60_000
const PROVEN_FOR_MS = 60_000
/** Long for a server that lives, and short for those who would wait for one that does not. */
const WAIT_FOR_TRY_MS = 5_000

/** Asked before each session; whoever is let through says how it ended. */
export interface SessionBreaker {
  mayTry(): Promise<boolean>
  succeeded(): void
  failed(failure: { hasGreeted: boolean }): void
}

/**
 * Stands before a server. Whether it is there is found out by one at a time: while nobody got a session lately, the
 * others wait a moment for what the one who tries finds, and after a failure they are told at once instead of waiting
 * for the same silence. After five failures in a row one in five minutes tries.
 */
export class Breaker implements SessionBreaker {
  #failures = 0
  #lastTryMs = Number.NEGATIVE_INFINITY
  #lastSuccessMs = Number.NEGATIVE_INFINITY
  #trying: Promise<void> | null = null
  #endTry: () => void = () => {}

  async mayTry(): Promise<boolean> {
    for (;;) {
      const at = now().getTime()
      if (this.#failures === 0 && Math.abs(at - this.#lastSuccessMs) < PROVEN_FOR_MS) return true
      if (this.#failures > 0 && this.#trying) return false
      if (this.#trying) {
        const isOver = await endsWithin(this.#trying, WAIT_FOR_TRY_MS)
        if (!isOver || this.#failures > 0) return false
        continue
      }
      if (this.#failures >= FAILURES_TO_OPEN && Math.abs(at - this.#lastTryMs) < PROBE_EVERY_MS) return false
      this.#lastTryMs = at
      this.#trying = new Promise((resolve) => {
        this.#endTry = resolve
      })
      return true
    }
  }

  succeeded(): void {
    this.#failures = 0
    this.#lastSuccessMs = now().getTime()
    this.#release()
  }

  failed(): void {
    this.#failures++
    this.#release()
  }

  #release(): void {
    this.#trying = null
    this.#endTry()
  }
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
