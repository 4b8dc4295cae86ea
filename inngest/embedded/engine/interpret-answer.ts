import { unsupportedOperation } from '../errors'
import { limits } from '../limits'
import type { CallAnswer } from '../transport/transport'
import type { Outcome } from './outcome'
import { errorOf, readOperations } from './read-operations'

/**
 * What an answer means (SDK 4.24): 200 is the function's result, 206 a list of operations, 400 an error that
 * is final and 500 one that may be tried again. Everything without the SDK's header never reached a function.
 */
export function interpretAnswer(answer: CallAnswer, isLastAttempt: boolean): Outcome {
  const body = parsed(answer.body)
  if (!answer.isFromSdk || body === undefined) {
    return { kind: 'lost', reason: `status ${answer.status}, not from the SDK` }
  }
  if (answer.requestVersion === '1') {
    return { kind: 'fail', memos: [], error: unsupportedOperation('optimizeParallelism: false') }
  }
  if (answer.status === 200) {
    return refuseLargeResult({ kind: 'complete', memos: [], result: body }, answer.body)
  }
  if (answer.status === 206) {
    const outcome = readOperations(body, isLastAttempt)
    if (outcome === 'retry') return { kind: 'retry', retryAfter: answer.retryAfter }
    return refuseLargeResult(outcome, answer.body)
  }
  if (answer.status === 401) return { kind: 'lost', reason: 'the app refused the signature' }
  if (answer.status === 400 || answer.isFinal || isLastAttempt) {
    return { kind: 'fail', memos: [], error: errorOf(body) }
  }
  return { kind: 'retry', retryAfter: answer.retryAfter }
}

function refuseLargeResult(outcome: Outcome, body: string): Outcome {
  if (outcome.kind !== 'complete' || body.length <= limits.stepOutputBytes) return outcome
  if (Buffer.byteLength(JSON.stringify(outcome.result)) <= limits.stepOutputBytes) return outcome
  const message = `the function returned more than ${limits.stepOutputBytes} bytes`
  return { kind: 'fail', memos: [], error: { name: 'OutputTooLarge', message } }
}

/** JSON, or undefined where it is none; an empty body is null. */
function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return undefined
  }
}
