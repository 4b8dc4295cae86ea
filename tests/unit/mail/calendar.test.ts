import { describe, expect, it } from 'vitest'
import { parseMail } from '@/lib/mail/parse'
import type { ParsedMail } from '@/lib/mail/types'

const isCalendarFlag = (flag: string): boolean => flag.startsWith('calendar-')

/** A mail whose only text is this event. */
async function invitation(method: string, ...lines: readonly string[]): Promise<ParsedMail> {
  const source = [
    'From: eva@uno.example',
    `Content-Type: text/calendar; charset=utf-8; method=${method}`,
    '',
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    'SUMMARY:Site visit',
    'DTSTART:20260304T090000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const mail = await parseMail(Buffer.from(source.join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return mail
}

describe('a mail of a calendar says what it is', () => {
  it.each([
    ['REQUEST', 'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:help@desk.example', 'calendar-request'],
    ['CANCEL', 'STATUS:CANCELLED', 'calendar-cancel'],
    ['COUNTER', 'UID:1', 'calendar-counter'],
    ['REPLY', 'ATTENDEE;CN="Eva";PARTSTAT=ACCEPTED:mailto:eva@uno.example', 'calendar-accepted'],
    ['REPLY', 'ATTENDEE;CN=Eva;RSVP=TRUE;\r\n PARTSTAT=DECLINED:mailto:eva@uno.example', 'calendar-declined'],
    ['reply', 'attendee;partstat=tentative:mailto:eva@uno.example', 'calendar-tentative'],
  ])('%s %s', async (method, line, flag) => {
    expect((await invitation(method, line)).flags.filter(isCalendarFlag)).toEqual([flag])
  })

  it.each([
    ['PUBLISH', 'UID:1'],
    ['REPLY', 'UID:1'],
    ['REPLY', 'ATTENDEE;PARTSTAT=DELEGATED:mailto:eva@uno.example'],
  ])('%s %s says nothing', async (method, line) => {
    expect((await invitation(method, line)).flags.filter(isCalendarFlag)).toEqual([])
  })
})

it('what somebody writes beside his answer stands right below the title', async () => {
  const { text } = await invitation(
    'COUNTER',
    'COMMENT:At eleven would be\\, well\\, better',
    'LOCATION:Milan',
  )
  expect(text).toBe('Site visit\nAt eleven would be, well, better\n2026-03-04 09:00 UTC\nMilan')
})

it('an invitation in a mail that is attached is not this mail', async () => {
  const source = [
    ...[
      'From: eva@uno.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'See.',
    ],
    ...[
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: ugo@uno.example',
      'Content-Type: text/calendar',
      '',
    ],
    ...['BEGIN:VCALENDAR', 'METHOD:CANCEL', 'END:VCALENDAR', '--b--'],
  ]
  const mail = await parseMail(Buffer.from(source.join('\r\n')))
  expect(mail.kind === 'parsed' && mail.flags.filter(isCalendarFlag)).toEqual([])
})
