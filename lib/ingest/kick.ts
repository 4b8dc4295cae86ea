import { performance } from 'node:perf_hooks'

/**
 * Wakes the pipeline in this process without waiting for an event: a mail is a ticket some milliseconds after its
 * 250. One run a tenant takes what there is, and what comes meanwhile next. When the process has much to do, runs of a
 * tenant keep a pace, and many mails go together. Only when a run takes long, a slow mail in it, others start beside
 * it. Mail that nobody kicked for (another process died) is found by events and by the sweep.
 */
export interface Kick {
  (tenantId: string): void
  /** Resolves when no run is under way. */
  idle(): Promise<void>
}

const runsPerTenant = 3
/** In a busy process a run begins this long after the one before, and finds the mails of that time. */
export const paceMs = 700
/** A run that takes longer does not make new mail wait. */
export const patienceMs = 1_000

interface Busy {
  runs: Set<Promise<void>>
  /** Of them, those that took longer than patience lasts. */
  slow: number
  isAskedAgain: boolean
}

/**
 * @param run takes what waits for a tenant, and says whether more may wait
 * @param isProcessBusy whether runs shall keep their pace
 */
export function createKick(
  run: (tenantId: string) => Promise<{ hasMore: boolean }>,
  onError: (tenantId: string, error: unknown) => void,
  isProcessBusy: () => boolean = watchBusiness(),
): Kick {
  const busy = new Map<string, Busy>()

  const runPatiently = async (tenantId: string, tenant: Busy) => {
    let isSlow = false
    const impatience = setTimeout(() => {
      isSlow = true
      tenant.slow++
      if (tenant.isAskedAgain) startBeside(tenantId, tenant)
    }, patienceMs)
    try {
      while ((await run(tenantId)).hasMore);
    } finally {
      clearTimeout(impatience)
      if (isSlow) tenant.slow--
    }
  }
  const work = async (tenantId: string, tenant: Busy) => {
    try {
      do {
        tenant.isAskedAgain = false
        const beganAt = performance.now()
        await runPatiently(tenantId, tenant)
        if (isProcessBusy()) await sleep(paceMs - (performance.now() - beganAt))
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
      if (tenant.isAskedAgain) start(tenantId, tenant)
      else busy.delete(tenantId)
    })
    tenant.runs.add(done)
  }
  const startBeside = (tenantId: string, tenant: Busy) => {
    if (tenant.runs.size === tenant.slow && tenant.runs.size < runsPerTenant) start(tenantId, tenant)
  }

  const kick = (tenantId: string) => {
    const tenant = busy.get(tenantId) ?? { runs: new Set(), slow: 0, isAskedAgain: false }
    busy.set(tenantId, tenant)
    tenant.isAskedAgain = true
    startBeside(tenantId, tenant)
  }
  return Object.assign(kick, {
    idle: async () => {
      while (busy.size > 0) await Promise.all([...busy.values()].flatMap(({ runs }) => [...runs]))
    },
  })
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

const lookEveryMs = 250
const busyShare = 0.5

/** Busy: the event loop had something to do for more than half of the time lately. */
function watchBusiness(): () => boolean {
  let last = performance.eventLoopUtilization()
  let lookedAt = performance.now()
  let isBusy = false
  return () => {
    if (performance.now() - lookedAt >= lookEveryMs) {
      const current = performance.eventLoopUtilization()
      isBusy = performance.eventLoopUtilization(current, last).utilization > busyShare
      last = current
      lookedAt = performance.now()
    }
    return isBusy
  }
}
