const firstDelayMs = 5_000
const longestDelayMs = 3_600_000
/** Announced mails are waited for this long; then somebody has to look. */
const expiresAfterMs = 24 * 3_600_000

/** When a mail that could not be fetched is tried again; null when it is given up. */
export function nextFetchAt(attempts: number, announcedAt: Date, at: Date): Date | null {
  const delayMs = Math.min(firstDelayMs * 2 ** Math.max(0, attempts - 1), longestDelayMs)
  const next = new Date(at.getTime() + delayMs)
  return next.getTime() - announcedAt.getTime() > expiresAfterMs ? null : next
}
