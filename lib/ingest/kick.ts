/**
 * Wakes the pipeline in this process without waiting for an event: a mail is a ticket some milliseconds after its
 * 250. A few runs a tenant at a time, so that a slow mail does not hold up the next; a kick while all are busy makes
 * one of them look once more. Mail that nobody kicked for (another process died) is found by events and by the sweep.
 */
export interface Kick {
  (tenantId: string): void
  /** Resolves when no run is under way. */
  idle(): Promise<void>
}

const runsPerTenant = 3

export function createKick(
  run: (tenantId: string) => Promise<{ hasMore: boolean }>,
  onError: (tenantId: string, error: unknown) => void,
): Kick {
  const busy = new Map<string, { runs: Set<Promise<void>>; isAskedAgain: boolean }>()

  const work = async (tenantId: string, tenant: { isAskedAgain: boolean }) => {
    try {
      do {
        tenant.isAskedAgain = false
        while ((await run(tenantId)).hasMore);
      } while (tenant.isAskedAgain)
    } catch (error) {
      onError(tenantId, error)
    }
  }

  const kick = (tenantId: string) => {
    const tenant = busy.get(tenantId) ?? { runs: new Set(), isAskedAgain: false }
    busy.set(tenantId, tenant)
    if (tenant.runs.size >= runsPerTenant) {
      tenant.isAskedAgain = true
      return
    }
    const done: Promise<void> = work(tenantId, tenant).finally(() => {
      tenant.runs.delete(done)
      if (tenant.runs.size === 0) busy.delete(tenantId)
    })
    tenant.runs.add(done)
  }
  return Object.assign(kick, {
    idle: async () => {
      while (busy.size > 0) await Promise.all([...busy.values()].flatMap(({ runs }) => [...runs]))
    },
  })
}
