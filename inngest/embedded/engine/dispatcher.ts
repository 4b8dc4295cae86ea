import type { Logger } from '../logger'
import type { FunctionPlan } from '../plan/function-plan'
import type { Membership } from '../store/membership'
import type { Transport } from '../transport/transport'
import { type ClaimedJob, callRequest, claimJobs } from './claimed-job'
import { interpretAnswer } from './interpret-answer'
import type { Outcome } from './outcome'
import { MOST_LOSSES, type SettleContext, type Settlement, settle } from './settle'

export interface HostedFunction {
  plan: FunctionPlan
  transport: Transport
}

export interface DispatcherOptions extends SettleContext {
  membership: Membership
  hosted: ReadonlyMap<string, HostedFunction>
  concurrency: number
  logger: Logger
  /** Something becomes due in so many milliseconds. */
  onDue: (inMs: number) => void
  /** Something was written that other workers may want to look at. */
  onSettled: () => void
}

const SETTLE_RETRY_MS = [50, 100, 200, 500, 1_000, 2_000] as const

/** Claims jobs up to the process's concurrency, makes the calls and settles what they answer. */
export class Dispatcher {
  /** By job and generation: a retried job may be claimed again before its last call has left. */
  private readonly inFlight = new Map<string, string>()
  private isClaiming = false
  private isAgain = false
  private isStopped = false
  private idle: (() => void)[] = []

  constructor(private readonly options: DispatcherOptions) {}

  get inFlightCount(): number {
    return this.inFlight.size
  }

  /** Looks for jobs now; cheap to call often, since a look under way is followed by one more at most. */
  kick(): void {
    this.isAgain = true
    if (!this.isClaiming) void this.claimWhileAny()
  }

  /** Claims no more. Resolves when nothing is in flight, or at the latest after `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    this.isStopped = true
    if (this.isIdle) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
      this.idle.push(resolve)
    })
    clearTimeout(timer)
  }

  /** A claim under way counts: what it brings is in flight the moment it is answered. */
  private get isIdle(): boolean {
    return !this.isClaiming && this.inFlight.size === 0
  }

  private tellIdle(): void {
    if (this.isIdle) for (const resolve of this.idle.splice(0)) resolve()
  }

  private async claimWhileAny(): Promise<void> {
    this.isClaiming = true
    while (this.isAgain && !this.isStopped) {
      this.isAgain = false
      const { worker } = this.options.membership
      const free = this.options.concurrency - this.inFlight.size
      if (worker === null || free <= 0 || this.options.hosted.size === 0) break
      try {
        const claim = await claimJobs(this.options.db, worker, [...this.options.hosted.keys()], free)
        for (const job of claim.jobs) void this.run(job)
        if (claim.isMore || claim.jobs.length === free) this.isAgain = true
      } catch (error) {
        this.options.logger.warn('executor: could not claim', { error: String(error) })
        await this.giveBackUnknown(worker)
        break
      }
    }
    this.isClaiming = false
    this.tellIdle()
  }

  /** A claim may have been committed although its answer was lost: what is held but not known goes back. */
  private async giveBackUnknown(worker: string): Promise<void> {
    try {
      await this.options.db.query('SELECT executor.give_back($1, $2)', [worker, [...this.inFlight.values()]])
    } catch {
      // The database is away: standing down frees the jobs.
      this.options.membership.standDown()
    }
  }

  private async run(job: ClaimedJob): Promise<void> {
    const key = `${job.id}.${job.gen}`
    this.inFlight.set(key, job.id)
    try {
      const settlement = await this.settleSurely(job, await this.call(job))
      if (settlement?.dueInMs != null) this.options.onDue(settlement.dueInMs)
    } finally {
      this.inFlight.delete(key)
      this.tellIdle()
      this.options.onSettled()
      this.kick()
    }
  }

  private async call(job: ClaimedJob): Promise<Outcome> {
    const hosted = this.options.hosted.get(job.functionId)
    if (hosted === undefined) return { kind: 'lost', reason: 'the function is not hosted here' }
    // Also a call that takes its process with it comes to an end.
    if (job.losses >= MOST_LOSSES) return { kind: 'lost', reason: 'its workers were lost' }
    const isLastAttempt = job.attempt + 1 >= hosted.plan.maxAttempts
    try {
      const request = callRequest(job, hosted.plan, hosted.transport.hasBodyLimit)
      return interpretAnswer(await hosted.transport.call(request), isLastAttempt)
    } catch (error) {
      return { kind: 'lost', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Tries until it is written or this process no longer is the worker that holds the job. */
  private async settleSurely(job: ClaimedJob, outcome: Outcome): Promise<Settlement | null> {
    if (outcome.kind === 'lost' || outcome.kind === 'fail') this.report(job, outcome)
    for (let attempt = 0; this.options.membership.worker === job.worker; attempt++) {
      try {
        return await settle(this.options, job, outcome)
      } catch (error) {
        this.options.logger.warn('executor: could not settle', { runId: job.runId, error: String(error) })
        const delay = SETTLE_RETRY_MS[Math.min(attempt, SETTLE_RETRY_MS.length - 1)]
        await new Promise((resolve) => setTimeout(resolve, delay))
      }
    }
    return null
  }

  private report(job: ClaimedJob, outcome: Extract<Outcome, { kind: 'lost' | 'fail' }>): void {
    const why = outcome.kind === 'lost' ? outcome.reason : `${outcome.error.name}: ${outcome.error.message}`
    this.options.logger.warn(`executor: call ${outcome.kind === 'lost' ? 'lost' : 'failed'}`, {
      functionId: job.functionId,
      runId: job.runId,
      attempt: job.attempt,
      why,
    })
  }
}
