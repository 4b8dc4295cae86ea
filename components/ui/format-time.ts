const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** "now", "12 min ago", "3 h ago" up to a day, then "3 Nov" and, in other years, "3 Nov 2024". */
export function relativeTime(at: string, nowMs: number, locale: string, timeZone?: string): string {
  const time = new Date(at)
  const passedMs = nowMs - time.getTime()
  const relative = relativeFormat(locale)
  if (passedMs < minuteMs && passedMs > -minuteMs) return relative.format(0, 'second')
  if (passedMs >= 0 && passedMs < hourMs) return relative.format(-Math.floor(passedMs / minuteMs), 'minute')
  if (passedMs >= 0 && passedMs < dayMs) return relative.format(-Math.floor(passedMs / hourMs), 'hour')
  const isThisYear = new Date(nowMs).getFullYear() === time.getFullYear()
  return dateFormat(isThisYear ? 'day' : 'year', locale, timeZone).format(time)
}

export const exactTime = (at: string, locale: string, timeZone?: string): string =>
  dateFormat('exact', locale, timeZone).format(new Date(at))

const looks = {
  day: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a formatter takes longer than drawing the row it stands in. The server has three languages and few zones. */
const formats = new Map<string, Intl.DateTimeFormat>()
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()
const maxFormats = 500

function dateFormat(
  look: keyof typeof looks,
  locale: string,
  timeZone: string | undefined,
): Intl.DateTimeFormat {
  return kept(formats, `${look} ${locale} ${timeZone}`, () => {
    return new Intl.DateTimeFormat(locale, { ...looks[look], ...(timeZone ? { timeZone } : {}) })
  })
}

const relativeFormat = (locale: string): Intl.RelativeTimeFormat =>
  kept(
    relativeFormats,
    locale,
    () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' }),
  )

function kept<Format>(store: Map<string, Format>, key: string, make: () => Format): Format {
  const known = store.get(key)
  if (known) return known
  if (store.size >= maxFormats) store.clear()
  const made = make()
  store.set(key, made)
  return made
}
