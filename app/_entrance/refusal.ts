import { createTranslator } from 'next-intl'
import type { z } from 'zod'
import type { Locale } from '@/i18n/locales'
import { messagesOf } from '@/i18n/messages'
import { AppError, type ErrorCode, isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { log } from '@/lib/log'

/** What a caller is told when it did not go through: the code decides status and words, and nothing else does. */
export interface Refusal {
  status: number
  code: ErrorCode
  message: string
  fields?: Record<string, string>
}

/**
 * Turns whatever was thrown into an answer. Two errors of the same code look alike to the caller, so that a
 * foreign row cannot be told from a missing one; a bug gets an id that stands in the log, and no detail.
 */
export function toRefusal(error: unknown, locale: Locale): Refusal {
  const text = createTranslator({ locale, messages: messagesOf(locale), namespace: 'errors' })
  if (isAppError(error) && error.code !== 'internal') {
    const facts = { code: error.code, details: error.details, reason: error.message }
    if (error.isRefusal) log().info(facts, 'refused')
    else log().error({ ...facts, err: error }, 'trouble')
    const message = text(error.code)
    const fields = fieldsOf(error.details.fields)
    if (fields.length === 0) return { status: error.status, code: error.code, message }
    const invalid = text('invalid_field')
    return {
      status: error.status,
      code: error.code,
      message,
      fields: Object.fromEntries(fields.map((field) => [field, invalid])),
    }
  }
  const errorId = newId()
  log().error({ err: error, errorId }, 'bug')
  return { status: 500, code: 'internal', message: text('internal', { errorId }) }
}

/** Parses what came in. @throws AppError `invalid_input` naming the fields, never repeating their values */
export function parseInput<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given)
  if (result.success && !holdsUnstorable(result.data, 8)) return result.data
  if (result.success) throw new AppError('invalid_input', 'text that PostgreSQL cannot store')
  const fields = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))].filter(
    (field) => field !== '',
  )
  throw new AppError('invalid_input', 'input refused', { details: { fields: fields.slice(0, 20) } })
}

/** NUL, and halves of surrogate pairs, have no place in a PostgreSQL text: they would come back as a bug of ours. */
export function holdsUnstorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return /\0|\p{Surrogate}/u.test(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  return depth === 0 || Object.values(value).some((member) => holdsUnstorable(member, depth - 1))
}

const fieldsOf = (details: unknown): string[] =>
  Array.isArray(details) ? details.filter((field) => typeof field === 'string') : []
