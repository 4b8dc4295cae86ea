import type { FunctionRegistry } from '../events/function-registry'
import { takeDueEvents } from '../events/hold-events'
import type { Ingest } from '../events/ingest'
import { limits } from '../limits'
import type { Logger } from '../logger'
import type { Database } from '../store/database'
import type { Membership } from '../store/membership'
import { takeDueCrons } from './crons'

/** How often the database is looked at when nothing is known to be due. */
const IDLE_MS = 1_000
const SOONEST_MS = 10
/** A worker that has said nothing for so long is taken for lost though its connection stands. */
const SILENCE = '60 seconds'
const MOST_AT_ONCE = 200

export interface TimersOptions {
  db: Database
  registry: FunctionRegistry
  ingest: Ingest
  membership: Membership
  logger: Logger
  /** Something may have become ready. */
  onDue: () => void
}

/** Wakes when something is due, and at least once a second to say that this worker lives. */
export class Timers {
  /** Other workers, as of the last look. */
  others = 0
  /** Jobs taken back from lost workers by this process: steps that may have been repeated. */
  takenBack = 0
  private timer: NodeJS.Timeout | undefined
  private wakesAtMs = Number.POSITIVE_INFINITY
  private isLooking = false
  private isStopped = false

  constructor(private readonly options: TimersOptions) {}

  start(): void {
    this.wakeIn(0)
  }

  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
  }

  /** Looks again in so many milliseconds, unless it will look earlier anyway. */
  wakeIn(ms: number): void {
    const at = Date.now() + Math.max(SOONEST_MS, Math.min(ms, IDLE_MS))
    if (this.isStopped || at >= this.wakesAtMs) return
    this.wakesAtMs = at
    if (this.isLooking) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.look(), at - Date.now())
  }

  private async look(): Promise<void> {
    this.isLooking = true
    this.wakesAtMs = Number.POSITIVE_INFINITY
    let nextMs = IDLE_MS
    try {
      if (this.options.membership.worker !== null) nextMs = await this.tick(this.options.membership.worker)
    } catch (error) {
      this.options.logger.warn('executor: could not look at timers', { error: String(error) })
    }
    this.isLooking = false
    const wanted = this.wakesAtMs - Date.now()
    this.wakesAtMs = Number.POSITIVE_INFINITY
    this.wakeIn(Math.min(nextMs, wanted))
  }

  private async tick(worker: string): Promise<number> {
    const [row] = await this.options.db.query<{
      is_member: boolean
      others: number
      taken_back: number
      is_holding_due: boolean
      next_ms: number | null
    }>('SELECT * FROM executor.tick($1, $2, $3, $4)', [
      worker,
      SILENCE,
      limits.stepsPerRun,
      limits.runStateBytes,
    ])
    if (row === undefined) return IDLE_MS
    this.others = row.others
    this.takenBack += row.taken_back
    if (row.taken_back > 0) {
      this.options.logger.warn('executor: took jobs back from a lost worker', { jobs: row.taken_back })
    }
    if (!row.is_member) this.options.membership.standDown()
    if (row.is_holding_due) await this.startDue()
    this.options.onDue()
    return row.is_holding_due ? SOONEST_MS : (row.next_ms ?? IDLE_MS)
  }

  /** Starts what events put aside and crons have made due. */
  private async startDue(): Promise<void> {
    await this.options.db.transaction(async (tx) => {
      const functions = await this.options.registry.read(tx)
      const held = await takeDueEvents(tx, functions, MOST_AT_ONCE)
      const crons = await takeDueCrons(tx, functions, new Date())
      await this.options.ingest.startWithin(tx, [...held, ...crons])
    })
  }
}
