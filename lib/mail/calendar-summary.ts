import { toDbText } from './to-db-text'

const MAX_BYTES = 64 * 1024

/**
 * The first event of an invitation in a few lines (RFC 5545): title, when, where, who invites. For mails that hold
 * nothing else to read; without words of our own, because nobody knows yet in which language they are shown.
 */
export function calendarSummary(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, MAX_BYTES))
    .toString('utf8')
    .replace(/\r?\n[ \t]/g, '')
  const from = text.indexOf('BEGIN:VEVENT')
  if (from < 0) return ''
  const to = text.indexOf('END:VEVENT', from)
  const fields = new Map<string, string>()
  for (const line of text.slice(from, to < 0 ? undefined : to).split(/\r?\n/, 2000)) {
    const colon = line.indexOf(':')
    const name = (line.slice(0, colon).split(';', 1)[0] ?? '').toUpperCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, unescaped(line.slice(colon + 1)))
  }
  const when = [fields.get('DTSTART'), fields.get('DTEND')].map(readableTime).filter((one) => one !== '')
  const lines = [
    fields.get('SUMMARY'),
    when.join(' – '),
    fields.get('LOCATION'),
    fields.get('ORGANIZER')?.replace(/^mailto:/i, ''),
    fields.get('DESCRIPTION'),
  ]
  const shown = lines.filter((line) => line !== undefined && line.trim() !== '').join('\n')
  return toDbText(shown, { maxBytes: 16 * 1024 }).text
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
