const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The server's table, in seconds and minutes; it adds up to half a minute by chance. */
const DEFAULT_DELAYS_MS: readonly number[] = [
  15 * SECOND,
  30 * SECOND,
  ...[1, 2, 5, 10, 20, 40, 60, 120].map((minutes) => minutes * MINUTE),
]
const DEFAULT_JITTER_MS = 30 * SECOND

/** When to try again after the failed attempt number `attempt` (from 0), by a table of delays. */
export function backoffMs(attempt: number, delaysMs: readonly number[] | undefined): number {
  const table = delaysMs ?? DEFAULT_DELAYS_MS
  const delay = table[Math.min(attempt, table.length - 1)] ?? 0
  return delay + (delaysMs === undefined ? Math.random() * DEFAULT_JITTER_MS : 0)
}

/** Milliseconds of a Retry-After header (RFC 9110, 10.2.3: seconds, or a date; the SDK sends ISO dates), or null. */
export function retryAfterMs(header: string | null, atMs: number): number | null {
  if (header === null) return null
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * SECOND
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - atMs)
}
