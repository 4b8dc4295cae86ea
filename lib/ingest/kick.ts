/**
 * Wakes the pipeline in this process without waiting for an event: a mail is a ticket some milliseconds after its
 * 250. One run a tenant at a time; a kick during a run makes it look once more. Mail that nobody kicked for (another
 * process died) is found by events and by the sweep.
 */
export interface Kick {
  (tenantId: string): void
  /** Resolves when no run is under way. */
  idle(): Promise<void>
}

export function createKick(
  run: (tenantId: string) => Promise<{ hasMore: boolean }>,
  onError: (tenantId: string, error: unknown) => void,
): Kick {
  const running = new Map<string, { isAskedAgain: boolean; done: Promise<void> }>()

  const work = async (tenantId: string, state: { isAskedAgain: boolean }) => {
    try {
      let hasMore = true
      while (hasMore || state.isAskedAgain) {
        state.isAskedAgain = false
        hasMore = (await run(tenantId)).hasMore
      }
    } catch (error) {
      onError(tenantId, error)
    } finally {
      running.delete(tenantId)
    }
  }

  const kick = (tenantId: string) => {
    const current = running.get(tenantId)
    if (current) {
      current.isAskedAgain = true
      return
    }
    const state = { isAskedAgain: false, done: Promise.resolve() }
    running.set(tenantId, state)
    state.done = work(tenantId, state)
  }
  return Object.assign(kick, {
    idle: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map((state) => state.done))
    },
  })
}
