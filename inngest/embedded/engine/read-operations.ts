import { parseDurationMs } from '../duration'
import { type SerializedError, unsupportedOperation } from '../errors'
import { limits } from '../limits'
import type { Memo, Outcome, WaveMember } from './outcome'

/** One operation as the SDK reports it; the rest of its fields is the SDK's own business. */
interface Operation {
  id: string
  op: string
  name: string
  data: unknown
  error: unknown
  opts: Record<string, unknown>
}

/** How an operation is called in code, where its code differs from what people write. */
const SPOKEN: Readonly<Record<string, string>> = {
  WaitForEvent: 'step.waitForEvent()',
  WaitForSignal: 'step.waitForSignal()',
  InvokeFunction: 'step.invoke()',
  AIGateway: 'step.ai.infer()',
  Gateway: 'step.fetch()',
  DeferAdd: 'defer()',
  DeferAbort: 'defer().abort()',
}

/**
 * Reads the operations of a 206, or of a checkpoint. Answers what they mean together; a failing step that may
 * be tried again makes the whole call be tried again.
 */
export function readOperations(body: unknown, isLastAttempt: boolean): Outcome | 'retry' {
  const memos: Memo[] = []
  const wave: WaveMember[] = []
  let completed: { result: unknown } | null = null
  for (const raw of Array.isArray(body) ? body : [body]) {
    const operation = operationOf(raw)
    if (operation === null)
      return failed('InvalidResponse', 'the function answered with an unreadable operation')
    if (operation.opts.parallelMode !== undefined) {
      return { kind: 'fail', memos: [], error: unsupportedOperation('group.parallel() with a mode') }
    }
    switch (operation.op) {
      case 'StepRun':
        memos.push(memoOf(operation, { data: operation.data ?? null }))
        break
      case 'StepError':
        if (!isLastAttempt) return 'retry'
        memos.push(memoOf(operation, { error: operation.error }))
        break
      case 'StepFailed':
        memos.push(memoOf(operation, { error: operation.error }))
        break
      case 'StepPlanned':
        wave.push({ stepId: operation.id, sleepMs: null })
        break
      case 'Sleep': {
        const sleepMs = sleepMsOf(operation.name)
        if (sleepMs === null) return failed('InvalidSleep', `"${operation.name}" is not a time to sleep`)
        if (sleepMs > limits.sleepMs) return failed('SleepTooLong', 'a sleep may last at most 366 days')
        wave.push({ stepId: operation.id, sleepMs })
        break
      }
      case 'RunComplete':
        completed = { result: operation.data ?? null }
        break
      case 'DiscoveryRequest':
        break
      default:
        return {
          kind: 'fail',
          memos: [],
          error: unsupportedOperation(`${SPOKEN[operation.op] ?? 'operation'} (${operation.op})`),
        }
    }
  }
  const tooLarge = memos.find((memo) => Buffer.byteLength(memo.json) > limits.stepOutputBytes)
  if (tooLarge !== undefined) {
    return failed(
      'StepOutputTooLarge',
      `step "${tooLarge.name}" gave more than ${limits.stepOutputBytes} bytes`,
    )
  }
  if (wave.length > limits.stepsPerRun) return failed('TooManySteps', `more than ${limits.stepsPerRun} steps`)
  if (completed !== null) return { kind: 'complete', memos, result: completed.result }
  return wave.length > 0 ? { kind: 'wave', memos, wave } : { kind: 'continue', memos }
}

const failed = (name: string, message: string): Outcome => ({
  kind: 'fail',
  memos: [],
  error: { name, message },
})

const memoOf = (operation: Operation, content: { data: unknown } | { error: unknown }): Memo => ({
  stepId: operation.id,
  name: operation.name,
  json: JSON.stringify(content),
})

function operationOf(raw: unknown): Operation | null {
  if (raw === null || typeof raw !== 'object') return null
  const { id, op, name, displayName, data, error, opts } = raw as Record<string, unknown>
  if (typeof id !== 'string' || typeof op !== 'string') return null
  // A sleep carries its time in `name`; of a step people know the display name.
  const shown = op === 'Sleep' ? name : (displayName ?? name)
  return {
    id,
    op,
    name: typeof shown === 'string' ? shown.replaceAll('\u0000', '') : id,
    data,
    error,
    opts: opts !== null && typeof opts === 'object' ? (opts as Record<string, unknown>) : {},
  }
}

/** "1h30m" or an ISO date; a time that has passed is 0. */
function sleepMsOf(text: string): number | null {
  const duration = parseDurationMs(text)
  if (duration !== null) return Math.ceil(duration)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil(at - Date.now()))
}

/** An error from the wire, with a name and a message whatever came. */
export function errorOf(value: unknown): SerializedError {
  if (typeof value === 'string') return { name: 'Error', message: value }
  if (value === null || typeof value !== 'object') return { name: 'Error', message: 'Unknown error' }
  const { name, message, error, ...rest } = value as Record<string, unknown>
  return {
    ...rest,
    name: typeof name === 'string' && name !== '' ? name : 'Error',
    message: typeof message === 'string' ? message : typeof error === 'string' ? error : 'Unknown error',
  }
}
