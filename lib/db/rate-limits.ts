import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { throughDoor } from './system'

/** So many points in so many seconds for a key, counted in the database for all processes together. */
export interface RateLimit {
  name: string
  points: number
  windowSeconds: number
}

export type RateLimitAnswer = { isAllowed: true } | { isAllowed: false; retryAfterMs: number }

const limiters = new Map<string, RateLimiterPostgres>()

/** Takes a point. @throws AppError `database_unavailable` */
export async function takePoint(limit: RateLimit, key: string): Promise<RateLimitAnswer> {
  try {
    await limiterOf(limit).consume(key)
    return { isAllowed: true }
  } catch (refusal) {
    // The library rejects with a result, not with an error, when the points are spent.
    if (refusal instanceof RateLimiterRes) return { isAllowed: false, retryAfterMs: refusal.msBeforeNext }
    throw refusal
  }
}

/** Gives a point back: the attempt was a good one. */
export async function returnPoint(limit: RateLimit, key: string): Promise<void> {
  await limiterOf(limit).reward(key)
}

function limiterOf(limit: RateLimit): RateLimiterPostgres {
  const known = limiters.get(limit.name)
  if (known) return known
  const limiter = new RateLimiterPostgres({
    storeClient: { query: runThroughDoor },
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.windowSeconds,
  })
  limiters.set(limit.name, limiter)
  return limiter
}

/** The library's own statements on its own table, run by the system role. It reckons with numbers, not bigints. */
async function runThroughDoor(query: { text: string; values: unknown[] }) {
  const found = await throughDoor((db) =>
    db.$queryRawUnsafe<{ points: number; expire: bigint | null }[]>(query.text, ...query.values),
  )
  const rows = found.map((row) => ({ ...row, expire: row.expire === null ? null : Number(row.expire) }))
  return { rows, rowCount: rows.length }
}
