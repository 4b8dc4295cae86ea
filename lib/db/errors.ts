import { AppError } from '@/lib/errors'

const unavailable = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  '57P01',
  '57P03',
])

/** Translates what the database client throws, by code; what is no trouble of the database passes as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = errorCode(error)
  if (code !== undefined && unavailable.has(code)) {
    return new AppError('database_unavailable', `database unavailable (${code})`, { cause: error })
  }
  return error
}

/** PostgreSQL's unique_violation, whichever way the client reports it. */
export function isUniqueViolation(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'P2002' || sqlState(error) === '23505'
}

function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function sqlState(error: unknown): string | undefined {
  const text =
    error instanceof Error ? JSON.stringify(Object.getOwnPropertyDescriptor(error, 'meta')?.value ?? {}) : ''
  return /"(?:originalCode|code)":"([0-9A-Z]{5})"/.exec(text)?.[1]
}
