import { toDbText } from './to-db-text'
import type { CalendarFlag } from './types'

const MAX_BYTES = 64 * 1024

/**
 * The first event of an invitation in a few lines (RFC 5545): title, what is said of it, when, where, who invites. For
 * mails that hold nothing else to read; without words of our own, because nobody knows yet in which language they are
 * shown.
 */
export function calendarSummary(bytes: Uint8Array): string {
  const fields = new Map<string, string>()
  for (const line of eventLines(unfolded(bytes))) {
    const { name, value } = readLine(line)
    if (name !== '' && !fields.has(name)) fields.set(name, unescaped(value))
  }
  const when = [fields.get('DTSTART'), fields.get('DTEND')].map(readableTime).filter((one) => one !== '')
  const lines = [
    fields.get('SUMMARY'),
    fields.get('COMMENT'),
    when.join(' – '),
    fields.get('LOCATION'),
    fields.get('ORGANIZER')?.replace(/^mailto:/i, ''),
    fields.get('DESCRIPTION'),
  ]
  const shown = lines.filter((line) => line !== undefined && line.trim() !== '').join('\n')
  return toDbText(shown, { maxBytes: 16 * 1024 }).text
}

/**
 * What a calendar's mail wants (RFC 5546 section 3.2), for a screen to say in its reader's language: an invitation, a
 * cancellation, another time proposed, or the answer of the one attendee that a reply names. null: nothing of these.
 */
export function calendarFlag(bytes: Uint8Array): CalendarFlag | null {
  const text = unfolded(bytes)
  const method = /^METHOD:([A-Z]{1,20})[ \t]{0,5}\r?$/im.exec(text)?.[1]?.toUpperCase()
  if (method === 'REQUEST') return 'calendar-request'
  if (method === 'CANCEL') return 'calendar-cancel'
  if (method === 'COUNTER') return 'calendar-counter'
  if (method !== 'REPLY') return null
  const attendee = eventLines(text).find((line) => /^ATTENDEE[;:]/i.test(line)) ?? ''
  const answer = /;PARTSTAT="?([A-Z-]{1,20})/i.exec(attendee.slice(0, 2000))?.[1]?.toUpperCase()
  return answers.get(answer ?? '') ?? null
}

const answers = new Map<string, CalendarFlag>([
  ['ACCEPTED', 'calendar-accepted'],
  ['TENTATIVE', 'calendar-tentative'],
  ['DECLINED', 'calendar-declined'],
])

const unfolded = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, MAX_BYTES))
    .toString('utf8')
    .replace(/\r?\n[ \t]/g, '')

/** The lines of the first event. */
function eventLines(text: string): string[] {
  const from = text.indexOf('BEGIN:VEVENT')
  if (from < 0) return []
  const to = text.indexOf('END:VEVENT', from)
  return text.slice(from, to < 0 ? undefined : to).split(/\r?\n/, 2000)
}

function readLine(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  const name = colon < 1 ? '' : (line.slice(0, colon).split(';', 1)[0] ?? '').toUpperCase()
  return { name, value: line.slice(colon + 1) }
}

/** 20260302T093000Z as it is written for people; the time zone stays that of the event. */
function readableTime(value: string | undefined): string {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(value?.trim() ?? '')
  if (found === null) return ''
  const [, year, month, day, hour, minute, zone] = found
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}${zone === 'Z' ? ' UTC' : ''}`}`
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN,;\\])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char))
