import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Wakes the pipeline in this process without waiting for an event: a mail is a ticket some milliseconds after its
 * 250. One run a tenant takes what there is, and what comes meanwhile next: under load many mails go together. Only
 * when a run takes long, a slow mail in it, others start beside it. Mail that nobody kicked for (another process
 * died) is found by events and by the sweep.
 */
export interface Kick {
  (tenantId: string): void
  /** Resolves when no run is under way. */
  idle(): Promise<void>
}

const runsPerTenant = 3
/** While there is more and more, a run begins this long after the one before, and finds the mails of that time. */
const paceMs = 100
/** A run that is longer under way does not make new mail wait. */
const patienceMs = 150

interface Busy {
  runs: Set<Promise<void>>
  isAskedAgain: boolean
  timer: NodeJS.Timeout | undefined
}

export function createKick(
  run: (tenantId: string) => Promise<{ hasMore: boolean }>,
  onError: (tenantId: string, error: unknown) => void,
): Kick {
  const busy = new Map<string, Busy>()

  const work = async (tenantId: string, tenant: Busy) => {
    try {
      do {
        tenant.isAskedAgain = false
        const beganAt = performance.now()
        while ((await run(tenantId)).hasMore);
        if (tenant.isAskedAgain) await sleep(Math.max(0, paceMs - (performance.now() - beganAt)))
      } while (tenant.isAskedAgain)
    } catch (error) {
      onError(tenantId, error)
    }
  }
  const start = (tenantId: string, tenant: Busy) => {
    const done: Promise<void> = work(tenantId, tenant).finally(() => {
      tenant.runs.delete(done)
      if (tenant.runs.size > 0) return
      // Asked after the run had looked for the last time.
      if (tenant.isAskedAgain) return start(tenantId, tenant)
      clearTimeout(tenant.timer)
      busy.delete(tenantId)
    })
    tenant.runs.add(done)
  }
  const startAnother = (tenantId: string, tenant: Busy) => {
    tenant.timer = undefined
    if (tenant.isAskedAgain && tenant.runs.size < runsPerTenant) start(tenantId, tenant)
  }

  const kick = (tenantId: string) => {
    const tenant = busy.get(tenantId) ?? { runs: new Set(), isAskedAgain: false, timer: undefined }
    busy.set(tenantId, tenant)
    if (tenant.runs.size === 0) return start(tenantId, tenant)
    tenant.isAskedAgain = true
    tenant.timer ??= setTimeout(startAnother, patienceMs, tenantId, tenant)
  }
  return Object.assign(kick, {
    idle: async () => {
      while (busy.size > 0) await Promise.all([...busy.values()].flatMap(({ runs }) => [...runs]))
    },
  })
}
