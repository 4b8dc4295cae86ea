import { readOperations } from '../engine/read-operations'
import { keepCheckpoint, limitError, type SettleContext, settleEnd } from '../engine/settle'
import { unsupportedOperation } from '../errors'
import type { RunEnd } from '../events/lifecycle'

interface CheckpointedJob {
  id: string
  gen: number
  runId: string
}

/**
 * Keeps the steps a running call reports. 200 when kept; 409 when the call is not the current one of its job,
 * or when its run has just been ended here, and the SDK then stops at once; 400 when nothing is understood.
 */
export async function keepCheckpointed(
  context: SettleContext,
  runId: string,
  body: unknown,
): Promise<number> {
  const job = jobOf(runId, body)
  const steps = body !== null && typeof body === 'object' && 'steps' in body ? body.steps : null
  if (job === null || !Array.isArray(steps)) return 400
  const outcome = readOperations(steps, false)
  if (outcome === 'retry') return 400
  if (outcome.kind === 'fail') return endFrom(context, job, { status: 'failed', error: outcome.error })
  if (outcome.kind !== 'continue') {
    return endFrom(context, job, { status: 'failed', error: unsupportedOperation('this checkpoint') })
  }
  const status = await keepCheckpoint(context.db, job, outcome.memos)
  if (status === 'ok') return 200
  return status === 'stale' ? 409 : endFrom(context, job, { status: 'failed', error: limitError(status) })
}

function jobOf(runId: string, body: unknown): CheckpointedJob | null {
  if (body === null || typeof body !== 'object') return null
  const { qi_id: id, generation_id: gen } = body as Record<string, unknown>
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) return null
  return typeof gen === 'number' && Number.isInteger(gen) ? { id, gen, runId } : null
}

async function endFrom(context: SettleContext, job: CheckpointedJob, end: RunEnd): Promise<409> {
  const [run] = await context.db.query<{ function_id: string; events: string }>(
    `SELECT r.function_id, r.events FROM executor.runs r JOIN executor.jobs j ON j.run_id = r.id
     WHERE r.id = $1 AND j.id = $2 AND j.gen = $3`,
    [job.runId, job.id, job.gen],
  )
  if (run !== undefined) {
    await settleEnd(context, { ...job, functionId: run.function_id, events: run.events }, [], end)
  }
  return 409
}
