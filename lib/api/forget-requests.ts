import { now } from '@/lib/clock'
import { deleteIdempotencyKeysBefore } from '@/lib/db/system-api'

const keptForMs = 24 * 3_600_000

/** Requests older than a day: what they stood for and what they were answered is nobody's business any more. */
export const forgetRequests = (): Promise<void> =>
  deleteIdempotencyKeysBefore(new Date(now().getTime() - keptForMs))
