import type { Expression } from '../cel/parse'
import { RegistrationError } from '../errors'
import { limits } from '../limits'
import {
  type ConfigReader,
  readDuration,
  readExpression,
  readKnownKeys,
  readList,
  readText,
} from './config-reader'
import { readCron } from './cron'
import type { CancelRule, CronTrigger, EventNamePattern, EventTrigger } from './function-plan'

/** The triggers of a function: events (by name or by prefix, with a condition) and crons. */
export function compileTriggers(
  at: ConfigReader,
  value: unknown,
): { triggers: EventTrigger[]; crons: CronTrigger[] } {
  const triggers: EventTrigger[] = []
  const crons: CronTrigger[] = []
  for (const entry of readList(at, 'triggers', value, limits.triggers)) {
    const raw = readKnownKeys({ ...at, path: 'triggers' }, entry, ['event', 'expression', 'cron'])
    if (raw.cron !== undefined) crons.push(readCron(at, readText(at, 'cron', raw.cron)))
    else {
      const name = readText(at, 'triggers.event', raw.event)
      triggers.push({ name: namePattern(at, name), condition: readCondition(at, raw.expression) })
    }
  }
  return { triggers, crons }
}

const readCondition = (at: ConfigReader, value: unknown): Expression | null =>
  readExpression(at, 'triggers.if', value === '' ? undefined : value)

function namePattern(at: ConfigReader, name: string): EventNamePattern {
  const star = name.indexOf('*')
  if (star < 0) return { kind: 'exact', name }
  if (star !== name.length - 1) {
    throw new RegistrationError(at.functionId, `event "${name}": a wildcard is supported only at the end`)
  }
  return { kind: 'prefix', prefix: name.slice(0, -1) }
}

/** The cancelOn rules of a function. */
export function compileCancelRules(at: ConfigReader, value: unknown): CancelRule[] {
  return readList(at, 'cancelOn', value, limits.cancelOn).map((entry) => {
    const raw = readKnownKeys({ ...at, path: 'cancelOn' }, entry, ['event', 'if', 'timeout'])
    const condition = readExpression(at, 'cancelOn.if', raw.if)
    return {
      eventName: readText(at, 'cancelOn.event', raw.event),
      match: condition === null ? null : matchOf(condition),
      condition,
      conditionText: condition === null ? null : readText(at, 'cancelOn.if', raw.if),
      timeoutMs: raw.timeout === undefined ? null : readDuration(at, 'cancelOn.timeout', raw.timeout),
    }
  })
}

/** Recognises `event.PATH == async.PATH`, either way round. */
function matchOf(condition: Expression): CancelRule['match'] {
  if (condition.kind !== 'binary' || condition.operator !== '==') return null
  const { left, right } = condition
  if (left.kind !== 'path' || right.kind !== 'path' || left.root === right.root) return null
  const [own, their] = left.root === 'event' ? [left, right] : [right, left]
  return { ownPath: own.keys, theirPath: JSON.stringify(their.keys) }
}
