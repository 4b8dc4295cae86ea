import { leastOf } from '../../support/least-of'

/** CPU milliseconds that `work` takes. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  return since(before)
}

/**
 * The least CPU milliseconds that `work` takes, of a few tries while it takes `limitMs` or more: the process also
 * compiles and collects when it likes, and a core that is shared is slower. What is slow by itself is slow each time.
 */
export function leastCpuMs(limitMs: number, work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 4 && least >= limitMs; tries++) least = Math.min(least, cpuMs(work))
  return least
}

/** The same for work that ends later; each try does all of it. */
export const leastCpuMsOf = (limitMs: number, work: () => Promise<unknown>): Promise<number> =>
  leastOf(limitMs, async () => {
    const before = process.cpuUsage()
    await work()
    return since(before)
  })

function since(before: NodeJS.CpuUsage): number {
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}
