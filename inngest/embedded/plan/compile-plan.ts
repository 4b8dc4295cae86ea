import { RegistrationError } from '../errors'
import { limits } from '../limits'
import { compileCancelRules, compileTriggers } from './compile-triggers'
import {
  type ConfigReader,
  optionalNumber,
  readDuration,
  readExpression,
  readKnownKeys,
  readNumber,
  readRecord,
  readText,
} from './config-reader'
import type { BatchRule, ConcurrencyLimit, DebounceRule, FunctionPlan } from './function-plan'

const DEFAULT_RETRIES = 3

const SUPPORTED = [
  'id',
  'name',
  'triggers',
  'steps',
  'idempotency',
  'batchEvents',
  'concurrency',
  'debounce',
  'cancel',
] as const

/**
 * Checks one entry of the `functions` a client registers and compiles it.
 * Throws RegistrationError, naming the function and the option, for everything this executor does not do.
 */
export function compilePlan(config: unknown): FunctionPlan {
  const id = functionIdOf(config)
  const at: ConfigReader = { functionId: id, path: '' }
  const raw = readKnownKeys(at, config, SUPPORTED)
  const { url, retries } = readStep(at, raw.steps)
  const plan: FunctionPlan = {
    id,
    url,
    maxAttempts: retries + 1,
    ...compileTriggers(at, raw.triggers),
    concurrency: readConcurrency(at, raw.concurrency),
    idempotencyKey: readExpression(at, 'idempotency', raw.idempotency),
    batch: readBatch(at, raw.batchEvents),
    debounce: readDebounce(at, raw.debounce),
    cancelOn: compileCancelRules(at, raw.cancel),
  }
  refuseCombinations(plan)
  return plan
}

function functionIdOf(config: unknown): string {
  const id =
    config !== null && typeof config === 'object' && 'id' in config && typeof config.id === 'string'
      ? config.id
      : ''
  if (id === '') throw new RegistrationError('(no id)', 'a function needs an id')
  return id
}

function readStep(at: ConfigReader, value: unknown): { url: string; retries: number } {
  const steps = readRecord(at, 'steps', value)
  const step = readRecord(at, 'steps.step', steps.step)
  const runtime = readRecord(at, 'runtime', step.runtime)
  if (runtime.type !== 'http') {
    throw new RegistrationError(at.functionId, `runtime "${String(runtime.type)}" (connect) is not supported`)
  }
  const retries =
    step.retries === undefined
      ? undefined
      : optionalNumber(at, 'retries', readRecord(at, 'retries', step.retries).attempts)
  if (retries !== undefined && (retries < 0 || retries > limits.retries || !Number.isInteger(retries))) {
    throw new RegistrationError(at.functionId, `retries must be a whole number from 0 to ${limits.retries}`)
  }
  return { url: readText(at, 'url', runtime.url), retries: retries ?? DEFAULT_RETRIES }
}

function readConcurrency(at: ConfigReader, value: unknown): ConcurrencyLimit[] {
  if (value === undefined) return []
  const entries = Array.isArray(value) ? value : [typeof value === 'number' ? { limit: value } : value]
  if (entries.length > limits.concurrencyKeys) {
    throw new RegistrationError(at.functionId, `at most ${limits.concurrencyKeys} concurrency limits`)
  }
  return entries.map((entry: unknown) => {
    const raw = readKnownKeys({ ...at, path: 'concurrency' }, entry, ['limit', 'key', 'scope'])
    if (raw.scope !== undefined && raw.scope !== 'fn') {
      throw new RegistrationError(at.functionId, `concurrency.scope "${String(raw.scope)}" is not supported`)
    }
    const limit = readNumber(at, 'concurrency.limit', raw.limit)
    // The server reads 0 as "no limit", too.
    return { limit: limit === 0 ? 2_147_483_647 : limit, key: readExpression(at, 'concurrency.key', raw.key) }
  })
}

function readBatch(at: ConfigReader, value: unknown): BatchRule | null {
  if (value === undefined) return null
  const raw = readKnownKeys({ ...at, path: 'batchEvents' }, value, ['maxSize', 'timeout', 'key', 'if'])
  const maxSize = readNumber(at, 'batchEvents.maxSize', raw.maxSize)
  if (maxSize < 1 || maxSize > limits.batchSize) {
    throw new RegistrationError(at.functionId, `batchEvents.maxSize must be from 1 to ${limits.batchSize}`)
  }
  return {
    maxSize,
    timeoutMs: readDuration(at, 'batchEvents.timeout', raw.timeout),
    key: readExpression(at, 'batchEvents.key', raw.key),
    condition: readExpression(at, 'batchEvents.if', raw.if),
  }
}

function readDebounce(at: ConfigReader, value: unknown): DebounceRule | null {
  if (value === undefined) return null
  const raw = readKnownKeys({ ...at, path: 'debounce' }, value, ['period', 'timeout', 'key'])
  return {
    periodMs: readDuration(at, 'debounce.period', raw.period),
    timeoutMs: raw.timeout === undefined ? null : readDuration(at, 'debounce.timeout', raw.timeout),
    key: readExpression(at, 'debounce.key', raw.key),
  }
}

/** Pairs the server refuses, too: it would be unclear which of a batch's events decides. */
function refuseCombinations(plan: FunctionPlan): void {
  const refuse = (a: string, b: string) => {
    throw new RegistrationError(plan.id, `${a} cannot be combined with ${b}`)
  }
  if (plan.batch !== null && plan.cancelOn.length > 0) refuse('batchEvents', 'cancelOn')
  if (plan.batch !== null && plan.idempotencyKey !== null) refuse('batchEvents', 'idempotency')
  if (plan.batch !== null && plan.debounce !== null) refuse('batchEvents', 'debounce')
}
