import { describe, expect, it } from 'vitest'
import { parseAddressHeader } from '@/lib/mail/address-header'
import { takeBinHexFiles } from '@/lib/mail/binhex'
import { decodeBody } from '@/lib/mail/body-encoding'
import { bounceReason } from '@/lib/mail/bounce-reason/bounce-reason'
import { calendarSummary } from '@/lib/mail/calendar-summary'
import { decodeCharset } from '@/lib/mail/charset'
import { cleanHtml } from '@/lib/mail/clean-html'
import { cleanStyle } from '@/lib/mail/clean-style'
import { enrichedToText } from '@/lib/mail/enriched-text'
import { safeFileName } from '@/lib/mail/file-name'
import { decodeFlowed } from '@/lib/mail/flowed'
import { readForwarded } from '@/lib/mail/forwarded'
import { parseHeaderValue } from '@/lib/mail/header-value'
import { decodeWords } from '@/lib/mail/header-words'
import { htmlToText } from '@/lib/mail/html-to-text'
import { findKnownQuote } from '@/lib/mail/known-quote'
import { parseMailDate } from '@/lib/mail/mail-date'
import { readMessageIds } from '@/lib/mail/message-ids'
import { defaultParseLimits } from '@/lib/mail/parse'
import { splitReplyHtml } from '@/lib/mail/reply-html'
import { splitReplyText } from '@/lib/mail/reply-text'
import { readRtf } from '@/lib/mail/rtf'
import { splitParts } from '@/lib/mail/split-parts'
import { normaliseSubject } from '@/lib/mail/subject'
import { textToHtml, textToParagraphs } from '@/lib/mail/text-to-html'
import { toDbText } from '@/lib/mail/to-db-text'
import { takeUuencodedFiles } from '@/lib/mail/uuencoded-files'
import { takeYencFiles } from '@/lib/mail/yenc-files'
import { cpuMs, leastCpuMs } from './cpu-time'

const forward = {
  subject: 'Fwd: x',
  attachments: [],
  contentType: 'text/plain',
  inReplyTo: [],
  references: [],
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  cleanHtml: (text) => cleanHtml(text, { cidUrl: () => null }),
  htmlToText,
  splitReplyHtml,
  splitReplyText,
  readForwarded: (text) => readForwarded({ ...forward, text, html: text }),
  findKnownQuote: (text) => findKnownQuote(text.split('\n'), [text]),
  decodeBody: (text) => decodeBody(Buffer.from(text), 'base64'),
  decodeUndeclared: (text) => decodeBody(Buffer.from(text), ''),
  decodeCharset: (text) => decodeCharset(Buffer.from(text), null),
  enrichedToText,
  readRtf: (text) => readRtf(Buffer.from(`{\\rtf1\\fromhtml1 ${text}`)),
  takeYencFiles: (text) => takeYencFiles(Buffer.from(text)),
  splitParts: (text) =>
    splitParts(Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n--b\n${text}`), defaultParseLimits),
  takeUuencodedFiles,
  takeBinHexFiles,
  bounceReason: (text) => bounceReason({ status: null, diagnostic: text }),
  calendarSummary: (text) => calendarSummary(Buffer.from(`BEGIN:VEVENT\n${text}`)),
  decodeWords,
  parseHeaderValue,
  parseAddressHeader,
  readMessageIds: (text) => readMessageIds(text, { maxIds: 500 }),
  normaliseSubject,
  parseMailDate,
  safeFileName,
  cleanStyle,
  textToHtml,
  textToParagraphs,
  toDbText: (text) => toDbText(text, { maxBytes: 2_000_000 }),
  decodeFlowed: (text) => decodeFlowed(text, { isDelSp: true }),
}

/** Short pieces that, repeated, made some mail software somewhere stand still. */
const pumps = [
  '=\n',
  '=ybegin \n',
  '(This file must be converted with BinHex\n:',
  '(This file must be converted with BinHex\n',
  'YWJj\n',
  '{\\f0 ',
  "\\'e8",
  '\\u8364?',
  '<<a>',
  '<param>',
  'a@b.c ',
  '<a@b.c> x ',
  'a%c3',
  "'",
  'name=',
  '<i>x</i> ',
  '<a href="http://a.b/">x</a>',
  '<td>x',
  '<br>',
  '<pre>a</pre>',
  '<blockquote>a</blockquote>',
  '<!--',
  '</a>',
  '<style>',
  '<img src="cid:a">',
  '&nbsp;',
  '=?a?q?',
  '=?a?q?x?= ',
  '"',
  '"<',
  '\\',
  '(',
  '<a@b.c>',
  'a@b.c,',
  'a*0=b;',
  'color:red;',
  'rgb(1,',
  'http://',
  'http://a.b/c ',
  'Re: ',
  '\u0300',
  '> a\n',
  'a \n',
  '-- \n',
  'On 2 a@b wrote:\n',
  'From: a@b 2 ',
  'Da: a\n\n\n',
  'From: a@b\nTo: c@d\n',
  'Subject: a\nTo: a@b,\n',
  '---- Forwarded message ---- From: a@b',
  'a <b@c<mailto:b@c>> ',
  'a:\n',
  '--',
  '\u0000',
  ' ',
  '\n',
]

// One customer's mail must not hold up the others: the cost of reading grows with its length, not its square.
describe.each(Object.entries(readers))('%s', (_, read) => {
  it.each(pumps)('reads %j ten times as long in about ten times the time', (pump) => {
    const text = (length: number): string => pump.repeat(Math.ceil(length / pump.length))
    read(text(10_000))
    const short = cpuMs(() => read(text(30_000)))
    const limit = Math.max(100, short * 25)
    expect(leastCpuMs(limit, () => read(text(300_000)))).toBeLessThan(limit)
  })
})
