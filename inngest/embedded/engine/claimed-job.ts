import { limits } from '../limits'
import type { FunctionPlan } from '../plan/function-plan'
import type { Queryable } from '../store/database'
import type { CallRequest } from '../transport/transport'

/** A job this worker holds: the fence is (id, gen). */
export interface ClaimedJob {
  id: string
  gen: number
  runId: string
  stepId: string
  functionId: string
  attempt: number
  losses: number
  /** JSON list of the run's events. */
  events: string
  /** JSON object of what earlier steps gave, by hash. */
  steps: string
  /** Hashes in the order the steps were done. */
  stack: string[]
  worker: string
}

interface ClaimRow {
  id: string
  gen: number
  run_id: string
  step_id: string
  function_id: string
  attempt: number
  losses: number
  events: string
  steps: string | null
  stack: string[] | null
}

/** Takes up to `wanted` jobs of these functions. `isMore` when some were only put aside to look again. */
export async function claimJobs(
  db: Queryable,
  worker: string,
  functionIds: readonly string[],
  wanted: number,
): Promise<{ jobs: ClaimedJob[]; isMore: boolean }> {
  const [claim] = await db.query<{ taken: string[]; parked: number }>(
    'SELECT taken, parked FROM executor.claim($1, $2, $3)',
    [worker, functionIds, wanted],
  )
  if (claim === undefined || claim.taken.length === 0) return { jobs: [], isMore: (claim?.parked ?? 0) > 0 }
  const rows = await db.query<ClaimRow>(
    `SELECT j.id, j.gen, j.run_id, j.step_id, j.function_id, j.attempt, j.losses, r.events, s.steps, s.stack
     FROM executor.jobs j JOIN executor.runs r ON r.id = j.run_id,
     LATERAL (
       SELECT string_agg('"' || step_id || '":' || memo, ',' ORDER BY position) AS steps, array_agg(step_id ORDER BY position) AS stack
       FROM executor.steps WHERE run_id = j.run_id) s
     WHERE j.id = ANY ($1) AND j.worker = $2 AND j.state = 'running' ORDER BY j.vtime, j.id`,
    [claim.taken, worker],
  )
  return { jobs: rows.map((row) => jobOf(row, worker)), isMore: claim.parked > 0 }
}

const jobOf = (row: ClaimRow, worker: string): ClaimedJob => ({
  id: row.id,
  gen: row.gen,
  runId: row.run_id,
  stepId: row.step_id,
  functionId: row.function_id,
  attempt: row.attempt,
  losses: row.losses,
  events: row.events,
  steps: `{${row.steps ?? ''}}`,
  stack: row.stack ?? [],
  worker,
})

/** The request for a job. What is too large for HTTP goes without state; the SDK then asks the API for it. */
export function callRequest(job: ClaimedJob, plan: FunctionPlan, hasBodyLimit: boolean): CallRequest {
  const isLarge = hasBodyLimit && job.events.length + job.steps.length > limits.callBodyBytes
  const requestId = `${job.id}.${job.gen}`
  const ctx = {
    run_id: job.runId,
    fn_id: plan.id,
    attempt: job.attempt,
    max_attempts: plan.maxAttempts,
    disable_immediate_execution: false,
    use_api: isLarge,
    qi_id: job.id,
    generation_id: job.gen,
    request_id: requestId,
    job_id: job.id,
    step_id: job.stepId,
    stack: { stack: job.stack, current: job.stack.length },
  }
  const [events, steps] = isLarge ? ['[]', '{}'] : [job.events, job.steps]
  return {
    functionId: plan.id,
    url: plan.url,
    stepId: job.stepId,
    headers: {
      'content-type': 'application/json',
      'x-run-id': job.runId,
      'x-request-id': requestId,
      'x-inngest-generation-id': String(job.gen),
      'x-inngest-job-id': job.id,
      'x-inngest-step-id': job.stepId,
      'x-inngest-req-version': '-1',
      'x-inngest-server-kind': 'cloud',
    },
    body: `{"version":-1,"event":${firstOf(job.events)},"events":${events},"steps":${steps},"ctx":${JSON.stringify(ctx)}}`,
  }
}

/** The first event of a JSON list. Of one event it is the text between the brackets, unchanged. */
function firstOf(events: string): string {
  const [first, ...rest] = JSON.parse(events) as unknown[]
  return rest.length === 0 ? events.slice(1, -1) : JSON.stringify(first)
}
