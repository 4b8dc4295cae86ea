import { expect, test } from 'vitest'
import { toParseOutput } from '@/lib/inspection/parse-output'
import { parseMail } from '@/lib/mail/parse'
import { leastCpuMsOf } from './cpu-time'

const head =
  'From: eva@cliente.example\nTo: help@desk.example\nSubject: x\nMessage-ID: <h1@cliente.example>\n'
const mixed = (boundary: string) => `Content-Type: multipart/mixed; boundary="${boundary}"\n\n`

/** A body of each shape that is cheap to send and dear to read carelessly; the answer is a message or a quarantine. */
const shapes: Readonly<Record<string, () => string>> = {
  'a hundred thousand parts side by side': () => `${head}${mixed('b')}${'--b\n\nx\n'.repeat(100_000)}`,
  'nine hundred multiparts inside each other': () =>
    head + Array.from({ length: 900 }, (_, k) => `${mixed(`b${k}`)}--b${k}\n`).join(''),
  'nine hundred multiparts whose delimiters come far below': () =>
    head +
    Array.from({ length: 900 }, (_, k) => `${mixed(`b${k}`)}--b${k - 1}\n`).join('') +
    'x'.repeat(5_000_000) +
    Array.from({ length: 900 }, (_, k) => `\n--b${k}\n`).join(''),
  'a group of rich text in a group, a million times': () =>
    `${head}Content-Type: application/ms-tnef\n\n${'{'.repeat(1_000_000)}`,
  'five thousand multiparts inside each other': () =>
    head + Array.from({ length: 5_000 }, (_, k) => `${mixed(`b${k}`)}--b${k}\n`).join(''),
  'five hundred mails inside each other': () =>
    `${`${head}Content-Type: message/rfc822\n\n`.repeat(500)}${head}\nende`,
  'a million lines that look like delimiters': () =>
    `${head}${mixed('b')}--b\n\n${'--c\n'.repeat(1_000_000)}`,
  'a line of a million hyphens': () => `${head}${mixed('b')}--b\n\n${'-'.repeat(1_000_000)}`,
  'two hundred thousand header lines': () => `${head}${'X-A: b\n'.repeat(200_000)}\nx`,
  'a header field of sixteen megabytes': () => `X-A: ${'a '.repeat(8_000_000)}\n${head}\nx`,
  'ten thousand references': () =>
    `${head}References: ${Array.from({ length: 10_000 }, (_, k) => `<a${k}@b>`).join(' ')}\n\nx`,
  'ten thousand recipients': () =>
    `${head}Cc: ${Array.from({ length: 10_000 }, (_, k) => `a${k}@b.example`).join(', ')}\n\nx`,
  'a million carriage returns': () => `${head}\n${'\r'.repeat(1_000_000)}`,
  'an unfinished block of uuencode': () => `${head}\nbegin 644 a\n${`M${'#'.repeat(60)}\n`.repeat(30_000)}`,
  'twenty thousand unfinished blocks of uuencode': () => `${head}\n${'begin 644 a\n'.repeat(20_000)}`,
  'a bounce with a hundred thousand addresses': () =>
    `From: MAILER-DAEMON@post.example\nSubject: failure notice\n\n${Array.from({ length: 100_000 }, (_, k) => `<a${k}@b.example>: 550 no`).join('\n')}`,
  'an invitation with ten thousand events': () =>
    `${head}Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n${'BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n'.repeat(10_000)}`,
}

test.each(Object.entries(shapes))('%s: an answer, within seconds', async (_name, make) => {
  const bytes = Buffer.from(make(), 'latin1')
  const usedMs = await leastCpuMsOf(4_000, async () => {
    const mail = await parseMail(bytes)
    toParseOutput(mail)
    expect(['parsed', 'unreadable']).toContain(mail.kind)
  })
  expect(usedMs).toBeLessThan(4_000)
})
