import { log } from '@/lib/log'

/**
 * Looks at once, and again so long after each look has ended. One that fails is told and ends nothing: the next starts
 * over. Whoever stops it waits for the look under way, which may ask whether it shall end early.
 */
export function repeat(
  look: (isStopped: () => boolean) => Promise<void>,
  { everyMs, trouble }: { everyMs: number; trouble: string },
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let hasStopped = false
  let running: Promise<void> = Promise.resolve()

  const start = () => {
    running = look(() => hasStopped)
      .catch((error: unknown) => log().warn({ err: error }, trouble))
      .finally(() => {
        if (!hasStopped) timer = setTimeout(start, everyMs)
      })
  }
  start()
  return {
    stop: async () => {
      hasStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** One tenant after the other: the trouble of one is told and keeps no other waiting. */
export async function eachTenant(
  tenantIds: readonly string[],
  work: (tenantId: string) => Promise<void>,
  { isStopped, trouble }: { isStopped: () => boolean; trouble: string },
): Promise<void> {
  for (const tenantId of tenantIds) {
    if (isStopped()) return
    await work(tenantId).catch((error: unknown) => log().warn({ tenantId, err: error }, trouble))
  }
}
