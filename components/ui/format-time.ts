const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** "now", "12 min ago", "3 h ago" up to a day, then "3 Nov" and, in other years, "3 Nov 2024". */
export function relativeTime(at: string, nowMs: number, locale: string, timeZone?: string): string {
  const time = new Date(at)
  const passedMs = nowMs - time.getTime()
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' })
  if (passedMs < minuteMs && passedMs > -minuteMs) return relative.format(0, 'second')
  if (passedMs >= 0 && passedMs < hourMs) return relative.format(-Math.floor(passedMs / minuteMs), 'minute')
  if (passedMs >= 0 && passedMs < dayMs) return relative.format(-Math.floor(passedMs / hourMs), 'hour')
  const isThisYear = new Date(nowMs).getFullYear() === time.getFullYear()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    ...(timeZone ? { timeZone } : {}),
  }).format(time)
}

export const exactTime = (at: string, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'medium',
    ...(timeZone ? { timeZone } : {}),
  }).format(new Date(at))
