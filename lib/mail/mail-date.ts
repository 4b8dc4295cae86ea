const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Obsolete zone names (RFC 5322 section 4.3), minutes east of UTC. Unknown names count as UTC, as it says. */
const zones: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
  MET: 60,
  MEST: 120,
  BST: 60,
  EET: 120,
  EEST: 180,
  JST: 540,
}

/**
 * A Date field (RFC 5322 section 3.3) as an instant, or null. Never "now" and never local time: a date made
 * up at reading would differ on every retry. Also reads ISO dates, which some scripts send.
 */
export function parseMailDate(value: string): Date | null {
  const source = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim()
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(source)) return isoDate(source)
  const words = source
    .replace(/,/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
  if (words[0] !== undefined && /^[a-z]+\.?$/i.test(words[0]) && !isMonth(words[0])) words.shift()
  if (words[0] !== undefined && /^\d{1,2}-[a-z]{3}-\d{2,4}$/i.test(words[0]))
    words.splice(0, 1, ...words[0].split('-'))
  // "Nov 21 10:00:00 2026": the order of ctime.
  if (words[0] !== undefined && isMonth(words[0]) && words.length >= 4) {
    const [month = '', day = '', time = '', year = '', ...zone] = words
    return buildDate(day, month, year, time, zone.join(''))
  }
  const [day = '', month = '', year = '', time = '', ...zone] = words
  return buildDate(day, month, year, time, zone[0] ?? '')
}

const isMonth = (word: string): boolean => months.includes(word.slice(0, 3).toLowerCase())

function buildDate(day: string, month: string, year: string, time: string, zone: string): Date | null {
  const clock = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/.exec(time)
  const monthIndex = months.indexOf(month.slice(0, 3).toLowerCase())
  if (clock === null || monthIndex < 0 || !/^\d{1,2}$/.test(day) || !/^\d{2,4}$/.test(year)) return null
  const offset = zoneMinutes(zone)
  if (offset === null) return null
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Math.min(Number(clock[3] ?? 0), 59)]
  const dayNumber = Number(day)
  if (hour > 23 || minute > 59 || dayNumber < 1 || dayNumber > 31) return null
  return sane(Date.UTC(fullYear(year), monthIndex, dayNumber, hour, minute - offset, second))
}

/** Two and three digits: RFC 5322 section 4.3. */
function fullYear(year: string): number {
  const number = Number(year)
  if (year.length === 4) return number
  return year.length === 3 ? number + 1900 : number + (number < 50 ? 2000 : 1900)
}

function zoneMinutes(zone: string): number | null {
  if (zone === '') return 0
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (numeric === null) return /^[a-z]+(?:[+-]\d+)?$/i.test(zone) ? (zones[zone.toUpperCase()] ?? 0) : null
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3])
  return minutes > 24 * 60 ? null : numeric[1] === '-' ? -minutes : minutes
}

function isoDate(source: string): Date | null {
  const withZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(source) ? source : `${source}Z`
  return sane(Date.parse(withZone.replace(' ', 'T').replace(' ', '')))
}

/** Outside these years a date is a mistake, and PostgreSQL and JSON readers would choke on some of them. */
function sane(time: number): Date | null {
  return time >= Date.UTC(1970, 0, 1) && time < Date.UTC(2200, 0, 1) ? new Date(time) : null
}
