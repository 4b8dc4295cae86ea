import type { SerializedError } from '../errors'
import type { FunctionRegistry } from '../events/function-registry'
import type { Ingest } from '../events/ingest'
import { endEvent, type RunEnd } from '../events/lifecycle'
import { limits } from '../limits'
import type { Database, Queryable } from '../store/database'
import type { ClaimedJob } from './claimed-job'
import type { Memo, Outcome } from './outcome'
import { backoffMs, retryAfterMs } from './retry-delay'

/** Calls that never reached the function, and workers that died over it, before the run is given up. */
export const MOST_LOSSES = 10

export interface Settlement {
  /** False when another worker has the job by now, or the run has ended: nothing was written. */
  isAccepted: boolean
  /** When something of this run becomes due, as far as it is known here. */
  dueInMs: number | null
}

export interface SettleContext {
  db: Database
  registry: FunctionRegistry
  ingest: Ingest
  retryDelaysMs: readonly number[] | undefined
}

/** Writes what a call means for its run, under the fence of the job, in one transaction. */
export async function settle(context: SettleContext, job: ClaimedJob, outcome: Outcome): Promise<Settlement> {
  switch (outcome.kind) {
    case 'continue':
      return keepOrFail(context, job, await settleContinue(context.db, job, outcome.memos), null)
    case 'wave': {
      const status = await settleWave(context.db, job, outcome.memos, outcome.wave)
      const sleeps = outcome.wave.flatMap((member) => (member.sleepMs === null ? [] : [member.sleepMs]))
      return keepOrFail(context, job, status, sleeps.length === 0 ? null : Math.min(...sleeps))
    }
    case 'retry': {
      const delayMs =
        retryAfterMs(outcome.retryAfter, Date.now()) ?? backoffMs(job.attempt, context.retryDelaysMs)
      return retried(await settleRetry(context.db, job, delayMs, false), delayMs)
    }
    case 'lost': {
      if (job.losses >= MOST_LOSSES) return settleEnd(context, job, [], lossEnd(outcome.reason))
      const delayMs = Math.min(60_000, 500 * 2 ** job.losses)
      return retried(await settleRetry(context.db, job, delayMs, true), delayMs)
    }
    case 'complete':
      return settleEnd(context, job, outcome.memos, { status: 'completed', result: outcome.result })
    case 'fail':
      return settleEnd(context, job, outcome.memos, { status: 'failed', error: outcome.error })
  }
}

type KeepStatus = 'ok' | 'stale' | 'too_many_steps' | 'state_too_large'

const lossEnd = (reason: string): RunEnd => ({
  status: 'failed',
  error: { name: 'FunctionUnreachable', message: `given up after ${MOST_LOSSES} losses: ${reason}` },
})

const retried = (status: string, dueInMs: number): Settlement => ({ isAccepted: status === 'ok', dueInMs })

async function keepOrFail(
  context: SettleContext,
  job: ClaimedJob,
  status: KeepStatus,
  dueInMs: number | null,
): Promise<Settlement> {
  if (status === 'ok' || status === 'stale') return { isAccepted: status === 'ok', dueInMs }
  return settleEnd(context, job, [], { status: 'failed', error: limitError(status) })
}

/** Why a run that outgrew the server's limits failed. */
export const limitError = (status: 'too_many_steps' | 'state_too_large'): SerializedError =>
  status === 'too_many_steps'
    ? { name: 'TooManySteps', message: `a run may have at most ${limits.stepsPerRun} steps` }
    : { name: 'RunStateTooLarge', message: `a run may keep at most ${limits.runStateBytes} bytes` }

/** Ends the run of a job and tells those who listen, in one transaction. */
export async function settleEnd(
  context: SettleContext,
  job: Pick<ClaimedJob, 'id' | 'gen' | 'runId' | 'functionId' | 'events'>,
  memos: readonly Memo[],
  end: RunEnd,
): Promise<Settlement> {
  const status = await context.db.transaction(async (tx) => {
    const functions = await context.registry.read(tx)
    const ended = await one(tx, 'settle_end($1, $2, $8, $9, $3, $4, $5, $6, $7)', [
      ...keepArguments(job, memos),
      end.status,
      end.status === 'failed'
        ? JSON.stringify(end.error)
        : end.status === 'completed'
          ? JSON.stringify(end.result)
          : null,
    ])
    if (ended !== 'ok') return ended
    const run = { id: job.runId, functionId: job.functionId, events: JSON.parse(job.events) as unknown[] }
    const tale = endEvent(run, end, functions)
    if (tale !== null) await context.ingest.ingestWithin(tx, [tale])
    return ended
  })
  if (status === 'ok' || status === 'stale') return { isAccepted: status === 'ok', dueInMs: null }
  return settleEnd(context, job, [], { status: 'failed', error: limitError(status) })
}

/** Keeps results of a call that goes on. */
export const keepCheckpoint = (
  db: Queryable,
  job: Pick<ClaimedJob, 'id' | 'gen' | 'runId'>,
  memos: readonly Memo[],
): Promise<KeepStatus> =>
  one(db, 'checkpoint($1, $2, $8, $3, $4, $5, $6, $7)', [...keepArguments(job, memos), job.runId])

const settleContinue = (db: Queryable, job: ClaimedJob, memos: readonly Memo[]): Promise<KeepStatus> =>
  one(db, 'settle_continue($1, $2, $3, $4, $5, $6, $7)', keepArguments(job, memos))

const settleWave = (
  db: Queryable,
  job: ClaimedJob,
  memos: readonly Memo[],
  wave: readonly { stepId: string; sleepMs: number | null }[],
): Promise<KeepStatus> =>
  one(db, 'settle_wave($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    ...keepArguments(job, memos),
    wave.map((member) => member.stepId),
    wave.map((member) => member.sleepMs),
  ])

const settleRetry = (db: Queryable, job: ClaimedJob, delayMs: number, isLoss: boolean): Promise<KeepStatus> =>
  one(db, 'settle_retry($1, $2, $3, $4)', [job.id, job.gen, Math.ceil(delayMs), isLoss])

const keepArguments = (job: { id: string; gen: number }, memos: readonly Memo[]): unknown[] => [
  job.id,
  job.gen,
  memos.map((memo) => memo.stepId),
  memos.map((memo) => memo.name),
  memos.map((memo) => memo.json),
  limits.stepsPerRun,
  limits.runStateBytes,
]

async function one(db: Queryable, call: string, values: unknown[]): Promise<KeepStatus> {
  const [row] = await db.query<{ status: KeepStatus }>(`SELECT executor.${call} AS status`, values)
  return row?.status ?? 'stale'
}
