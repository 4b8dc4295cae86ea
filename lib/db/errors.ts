import { AppError } from '@/lib/errors'

/** Prisma's own codes for a database that cannot be reached or that answers too late. */
const unavailableCodes = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
])
/** The words of its driver for a connection that was lost in the midst of a statement. */
const unavailableKinds = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
])
/** PostgreSQL's SQLSTATEs: connection exceptions, too many connections, and a server that stops, crashed or starts. */
const unavailableState = /^(?:08|53300|57P0[123])/
/** The driver below throws these with neither code nor name of their own. */
const unavailableMessages =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Connection ended unexpectedly)/

/** Translates what the database client throws; what is no trouble of the database passes as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  if (!isUnavailable(error)) return error
  const why = causeOf(error)?.kind ?? errorCode(error) ?? 'connection lost'
  return new AppError('database_unavailable', `database unavailable (${why})`, { cause: error })
}

function isUnavailable(error: Error): boolean {
  const code = errorCode(error)
  const cause = causeOf(error)
  const state = cause?.originalCode ?? code
  return (
    (code !== undefined && unavailableCodes.has(code)) ||
    isSocketGone(error, code) ||
    (cause?.kind !== undefined && unavailableKinds.has(cause.kind)) ||
    (state !== undefined && unavailableState.test(state)) ||
    unavailableMessages.test(error.message)
  )
}

/**
 * A server on this machine that is not running has no socket file: no such file, where a port would be refused. Told
 * from other missing files by the message, which is all that Prisma hands on.
 */
function isSocketGone(error: Error, code: string | undefined): boolean {
  return code === 'ENOENT' && /\bconnect ENOENT\b/.test(error.message)
}

const uniqueViolation = '23505'

/** PostgreSQL's unique_violation, whichever way the client reports it. */
export function isUniqueViolation(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'P2002' || code === uniqueViolation || sqlState(error) === uniqueViolation
}

/** lock_not_available, query_canceled (by its time limit), deadlock_detected: others were in the way, and may be gone. */
const waitedStates = ['55P03', '57014', '40P01']

/** Whether a statement was given up because it waited too long for others: nothing was written. */
export function isWaitGivenUp(error: unknown): boolean {
  const state = error instanceof Error ? (causeOf(error)?.originalCode ?? errorCode(error)) : undefined
  return state !== undefined && (waitedStates.includes(state) || waitedStates.includes(sqlState(error) ?? ''))
}

function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

interface DriverCause {
  kind?: string
  originalCode?: string
}

/** What the driver's adapter says: below `meta` of Prisma's errors, or thrown as it is. */
function causeOf(error: Error): DriverCause | undefined {
  const meta: unknown = Object.getOwnPropertyDescriptor(error, 'meta')?.value
  const adapterError: unknown = Object(meta).driverAdapterError ?? error
  const cause: unknown = Object(adapterError).cause
  return typeof cause === 'object' && cause !== null ? cause : undefined
}

function sqlState(error: unknown): string | undefined {
  const text =
    error instanceof Error ? JSON.stringify(Object.getOwnPropertyDescriptor(error, 'meta')?.value ?? {}) : ''
  return /"(?:originalCode|code)":"([0-9A-Z]{5})"/.exec(text)?.[1]
}
