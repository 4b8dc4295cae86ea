import { ExpressionError } from '../cel/lexer'
import { type Expression, parseExpression } from '../cel/parse'
import { parseDurationMs } from '../duration'
import { RegistrationError } from '../errors'

/** Where in which registration the reader stands, for its refusals. */
export interface ConfigReader {
  functionId: string
  path: string
}

const refuse = (at: ConfigReader, reason: string): never => {
  throw new RegistrationError(at.functionId, reason)
}

export function readRecord(at: ConfigReader, name: string, value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return refuse(at, `${name} must be an object`)
  }
  return value as Record<string, unknown>
}

/** An object none of whose set members is unknown: what is not read here is refused by its name. */
export function readKnownKeys<Key extends string>(
  at: ConfigReader,
  value: unknown,
  known: readonly Key[],
): Partial<Record<Key, unknown>> {
  const raw = readRecord(at, at.path === '' ? 'the registration' : at.path, value)
  for (const [key, member] of Object.entries(raw)) {
    if (member === undefined || (known as readonly string[]).includes(key)) continue
    refuse(at, `${at.path === '' ? key : `${at.path}.${key}`} is not supported`)
  }
  return raw as Partial<Record<Key, unknown>>
}

export function readText(at: ConfigReader, name: string, value: unknown): string {
  return typeof value === 'string' ? value : refuse(at, `${name} must be a text`)
}

export function readNumber(at: ConfigReader, name: string, value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(at, `${name} must be a number`)
}

export const optionalNumber = (at: ConfigReader, name: string, value: unknown): number | undefined =>
  value === undefined ? undefined : readNumber(at, name, value)

export function readList(at: ConfigReader, name: string, value: unknown, most: number): unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) return refuse(at, `${name} must be a list`)
  return value.length <= most ? value : refuse(at, `at most ${most} ${name}`)
}

export function readDuration(at: ConfigReader, name: string, value: unknown): number {
  const ms = parseDurationMs(readText(at, name, value))
  return ms ?? refuse(at, `${name} "${String(value)}" is not a duration`)
}

export function readExpression(at: ConfigReader, name: string, value: unknown): Expression | null {
  if (value === undefined) return null
  try {
    return parseExpression(readText(at, name, value))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return refuse(at, `${name} "${String(value)}": ${error.message}`)
  }
}
