/**
 * The least that `measure` gives, of a few tries while it gives `limit` or more. A machine that has much else to do
 * only ever adds: what takes too long by itself does so each time.
 */
export async function leastOf(limit: number, measure: () => Promise<number>, tries = 4): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let done = 0; done < tries && least >= limit; done++) least = Math.min(least, await measure())
  return least
}

/** Milliseconds by the clock on the wall. */
export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
