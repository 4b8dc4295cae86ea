import { zoneOffsets } from './zone-offsets'

/** How the months begin, in English and in the languages of programs that forget to write English. */
const months: readonly (readonly string[])[] = [
  ['jan', 'gen', 'ene', 'jän', 'янв', 'sty', 'led'],
  ['feb', 'fév', 'fev', 'фев', 'lut', 'úno'],
  ['mar', 'mär', 'mrz', 'maa', 'мар', 'bře'],
  ['apr', 'avr', 'abr', 'апр', 'kwi', 'dub'],
  ['may', 'mai', 'mag', 'maj', 'mei', 'май', 'мая', 'kvě'],
  ['jun', 'giu', 'juin', 'июн', 'cze'],
  ['jul', 'lug', 'juil', 'июл', 'lip'],
  ['aug', 'ago', 'aoû', 'aou', 'авг', 'sie', 'srp'],
  ['sep', 'set', 'сен', 'wrz', 'zář'],
  ['oct', 'okt', 'ott', 'out', 'окт', 'paź', 'říj'],
  ['nov', 'ноя', 'lis'],
  ['dec', 'dez', 'dic', 'déc', 'дек', 'gru', 'pro'],
]

/** Obsolete zone names (RFC 5322 section 4.3); unknown names count as UTC, as it says. */
const zones: Readonly<Record<string, number>> = { ...zoneOffsets, IST: 330 }

/**
 * A Date field (RFC 5322 section 3.3) as an instant, or null. Never "now" and never local time: a date made
 * up at reading would differ on every retry. The words are told by what they look like, for programs write them in
 * any order and language: `date`'s, JavaScript's, ISO, numbers with the day or the year first.
 */
export function parseMailDate(value: string): Date | null {
  const source = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    // Blanks around the colons of a time (RFC 5322 section 4.3).
    .replace(/(\d)\s{0,10}:\s{0,10}(?=\d)/g, '$1:')
    .trim()
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(source)) return isoDate(source)
  const words = source
    .replace(/,/g, ' ')
    .replace(/(\d)\s?(am|pm)\b/i, '$1 $2')
    .split(/\s/)
    .filter((word) => word !== '')
  const clockAt = words.findIndex((word) => CLOCK.test(word))
  if (clockAt < 0) return null
  const day = readDay(words, clockAt)
  const zone = zoneMinutes(words.slice(clockAt + 1))
  if (day === null || zone === null) return null
  const half = words[clockAt + 1]?.toLowerCase()
  return buildDate(day, words[clockAt] ?? '', half === 'pm' || half === 'am' ? half : null, zone)
}

const CLOCK = /^\d{1,2}[:.]\d{1,2}(?:[:.]\d{1,2}(?:[.,]\d{1,9})?)?(?:z|[+-]\d{2}:?\d{2})?$/i
const monthOf = (word: string): number =>
  months.findIndex((names) => names.some((name) => word.toLowerCase().startsWith(name)))

type Day = { readonly day: string; readonly month: number; readonly year: string }

/** The day by its parts in one word, or in words of their own around the name of the month. */
function readDay(words: readonly string[], clockAt: number): Day | null {
  for (const word of words.slice(0, clockAt)) {
    const joined = /^(\d{1,4})[-/.](\d{1,2}|[^\d\s]{3,12})[-/.](\d{1,4})$/.exec(word)
    if (joined !== null) return joinedDay(joined[1] ?? '', joined[2] ?? '', joined[3] ?? '')
  }
  const monthAt = monthIn(words.slice(0, Math.min(clockAt, 5)))
  if (monthAt < 0) return null
  const before = bareNumber(words[monthAt - 1])
  const after = words.slice(monthAt + 1).filter((word) => /^\d{1,4}[.]?$/.test(word))
  const day = before ?? bareNumber(after.shift())
  // "Nov 21 10:00:00 CET 2026": the year may stand behind the time.
  const year = after[0] ?? ''
  return day === null ? null : { day, month: monthOf(words[monthAt] ?? ''), year: year.replace('.', '') }
}

/** "mar, 3 giu" is a Tuesday in June: a month with the day before it goes before one with the day behind it. */
function monthIn(words: readonly string[]): number {
  const behind = words.findIndex((word, i) => monthOf(word) >= 0 && bareNumber(words[i - 1]) !== null)
  return behind >= 0
    ? behind
    : words.findIndex((word, i) => monthOf(word) >= 0 && bareNumber(words[i + 1]) !== null)
}

const bareNumber = (word: string | undefined): string | null =>
  /^(\d{1,2})[.]?$/.exec(word ?? '')?.[1] ?? null

/** "21-Nov-26", "2026/11/21", "21.11.2026"; 11/21 can only be a month and its day. */
function joinedDay(first: string, second: string, third: string): Day | null {
  if (!/^\d/.test(second)) {
    return first.length > 2
      ? { day: third, month: monthOf(second), year: first }
      : { day: first, month: monthOf(second), year: third }
  }
  if (first.length === 4) return { day: third, month: Number(second) - 1, year: first }
  const isMonthFirst = Number(second) > 12 && Number(first) <= 12
  const [day, month] = isMonthFirst ? [second, first] : [first, second]
  return { day, month: Number(month) - 1, year: third }
}

function buildDate(
  { day, month, year }: Day,
  time: string,
  half: 'am' | 'pm' | null,
  zone: number,
): Date | null {
  const [hours = '', minutes = '', seconds = '0'] = time.split(/[:.,]/)
  const dayNumber = Number(day)
  if (month < 0 || month > 11 || dayNumber < 1 || dayNumber > 31 || !/^\d{2,4}$/.test(year)) return null
  const minute = Number(minutes)
  const hour = half === null ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0)
  // 24:00 is the end of the day; a leap second is the second before.
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null
  const second = Math.min(Number.parseInt(seconds, 10), 59)
  const offset = zone === UNTOLD ? (zoneInTime(time) ?? 0) : zone
  return sane(Date.UTC(fullYear(year), month, dayNumber, hour, minute - offset, second))
}

/** Two and three digits: RFC 5322 section 4.3. */
function fullYear(year: string): number {
  const number = Number(year)
  if (year.length === 4) return number
  return year.length === 3 ? number + 1900 : number + (number < 50 ? 2000 : 1900)
}

const UNTOLD = Number.MAX_SAFE_INTEGER

/** Of the words behind the time the first that is a zone; null when it is one that nobody can mean. */
function zoneMinutes(words: readonly string[]): number | null {
  for (const word of words) {
    if (/^(?:am|pm|\d{4})$/i.test(word)) continue
    const numeric = /^(?:[a-z]{1,4})?([+-])(\d{1,2}):?(\d{2})?$/i.exec(word)
    if (numeric !== null) return signedMinutes(numeric[1] ?? '', numeric[2] ?? '', numeric[3] ?? '0')
    if (/^[a-z]/i.test(word)) return zones[word.toUpperCase()] ?? 0
    return /^[+-]/.test(word) ? null : UNTOLD
  }
  return UNTOLD
}

/** "10:00:00+0100": nobody put a blank between. */
function zoneInTime(time: string): number | null {
  const found = /([+-])(\d{2}):?(\d{2})$/.exec(time)
  return found === null ? null : signedMinutes(found[1] ?? '', found[2] ?? '', found[3] ?? '')
}

function signedMinutes(sign: string, hours: string, minutes: string): number | null {
  const sum = Number(hours) * 60 + Number(minutes)
  return sum > 24 * 60 ? null : sign === '-' ? -sum : sum
}

function isoDate(source: string): Date | null {
  const [day = '', rest = ''] =
    source.split(/[T ]/, 2).length === 2 ? [source.slice(0, 10), source.slice(11)] : []
  const found = /^(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(?:([+-]\d\d):?(\d\d)?|[a-z]{1,4})?/i.exec(
    rest.trim(),
  )
  if (found === null) return null
  const [, time = '', hours, minutes = '00'] = found
  return sane(Date.parse(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`))
}

/** Outside these years a date is a mistake, and PostgreSQL and JSON readers would choke on some of them. Mail is as old. */
function sane(time: number): Date | null {
  return time >= Date.UTC(1969, 0, 1) && time < Date.UTC(2200, 0, 1) ? new Date(time) : null
}
