import { Batcher } from '../batcher'
import type { Expression } from '../cel/parse'
import type { Logger } from '../logger'
import { type Database, isDataError, type Queryable } from '../store/database'
import { cancelMatching } from './cancel-runs'
import { createRuns, type NewRun } from './create-runs'
import { dropRepeated } from './dedupe'
import type { ExecutorEvent } from './executor-event'
import type { FunctionRegistry, FunctionSet } from './function-registry'
import { holdEvents } from './hold-events'
import { endEvent } from './lifecycle'
import { matchEvents } from './match-events'

const MOST_REQUESTS_PER_FLUSH = 100

export interface IngestOptions {
  db: Database
  registry: FunctionRegistry
  fairBy: Expression | null
  dedupeWindowMs: number
  logger: Logger
  /** Called after the commit: there may be something to claim, or a new time to wake at. */
  onCommitted: () => void
}

/** Takes events in: keeps them, starts what they start and cancels what they cancel, in one transaction. */
export class Ingest {
  private readonly batcher: Batcher<ExecutorEvent[]>

  constructor(private readonly options: IngestOptions) {
    this.batcher = new Batcher(
      (requests) => this.flush(requests.flat()),
      MOST_REQUESTS_PER_FLUSH,
      isDataError,
    )
  }

  /** Resolves when the events of one request are durable; requests that arrive together share a commit. */
  accept(events: ExecutorEvent[]): Promise<void> {
    return this.batcher.add(events)
  }

  /** The same within a transaction of the caller's, for the events that tell of a run's end. */
  async ingestWithin(tx: Queryable, events: readonly ExecutorEvent[]): Promise<void> {
    const functions = await this.options.registry.read(tx)
    let wave = events
    // Cancelling tells of cancelled runs, and that may cancel more.
    while (wave.length > 0) wave = await this.ingestOnce(tx, wave, functions)
  }

  /** Starts runs that no event starts: batches and debounces that are due, crons. */
  async startWithin(tx: Queryable, runs: readonly NewRun[]): Promise<void> {
    await createRuns(tx, runs, this.options.fairBy, this.options.logger)
  }

  private async flush(events: ExecutorEvent[]): Promise<void> {
    await this.options.db.transaction((tx) => this.ingestWithin(tx, events))
    this.options.onCommitted()
  }

  private async ingestOnce(
    tx: Queryable,
    events: readonly ExecutorEvent[],
    functions: FunctionSet,
  ): Promise<ExecutorEvent[]> {
    const fresh = await keepNew(tx, events)
    const triggers = await dropRepeated(tx, matchEvents(fresh, functions.plans), this.options.dedupeWindowMs)
    const started = await createRuns(
      tx,
      await holdEvents(tx, triggers),
      this.options.fairBy,
      this.options.logger,
    )
    const startedAt = new Map(started.map((run) => [run.id, fresh.indexOf(run.events[0])]))
    const told: ExecutorEvent[] = []
    for (const [index, event] of fresh.entries()) {
      // An event cancels only runs that were there before it, also within one request.
      const cancelled = await cancelMatching(tx, event, functions, (id) => (startedAt.get(id) ?? -1) >= index)
      for (const run of cancelled) {
        const tale = endEvent(run, { status: 'cancelled' }, functions)
        if (tale !== null) told.push(tale)
      }
    }
    return told
  }
}

/** Keeps the events whose id is new: a request made again after a lost answer changes nothing. */
async function keepNew(tx: Queryable, events: readonly ExecutorEvent[]): Promise<ExecutorEvent[]> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO executor.events (id, name) SELECT id, name FROM unnest($1::text[], $2::text[]) t (id, name) ORDER BY id
     ON CONFLICT DO NOTHING RETURNING id`,
    [events.map((event) => event.internalId), events.map((event) => event.name)],
  )
  const fresh = new Set(rows.map((row) => row.id))
  return events.filter((event) => fresh.delete(event.internalId))
}
