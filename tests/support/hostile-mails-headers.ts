import { crlf, type HostileMail, headerOf, mailOf, times, withLines } from './hostile-mail-builder'

/** Header blocks: their size, fields that stand twice, ids and dates. */
const megabyte = 1024 * 1024

const twice = (field: string, first: string, second: string): HostileMail => ({
  name: `two ${field} fields`,
  ends: 'message',
  build: () => withLines(`two ${field} fields`, `${field}: ${first}${crlf}`, { [field]: second }),
})

const withField = (
  name: string,
  field: string,
  value: string | null,
  ends: HostileMail['ends'] = 'message',
): HostileMail => ({ name, ends, build: () => mailOf(name, { [field]: value }) })

const sizes: HostileMail[] = [
  {
    name: 'header of just under 1 MB',
    ends: 'message',
    build: () =>
      mailOf('header of just under 1 MB', {
        'X-Big': times(13_000, () => 'x'.repeat(74), `${crlf} `),
      }),
  },
  {
    name: 'header field of 1 MB in one line',
    ends: 'quarantine',
    build: () => mailOf('header field of 1 MB in one line', { 'X-Big': 'x'.repeat(megabyte) }),
  },
  {
    name: 'header of 16 MB',
    ends: 'quarantine',
    build: () => mailOf('header of 16 MB', { 'X-Big': times(16 * 14_000, () => 'x'.repeat(74), `${crlf} `) }),
  },
  {
    name: '20000 header lines',
    ends: 'message',
    build: () =>
      withLines(
        '20000 header lines',
        times(20_000, (at) => `X-${at}: ${at}${crlf}`),
      ),
  },
  {
    name: '20000 header lines after the ordinary ones',
    ends: 'message',
    build: () =>
      Buffer.from(
        `${headerOf('20000 header lines after the ordinary ones')}${times(20_000, (at) => `X-${at}: ${at}${crlf}`)}${crlf}text${crlf}`,
      ),
  },
  {
    name: '200000 header lines',
    ends: 'quarantine',
    build: () =>
      withLines(
        '200000 header lines',
        times(200_000, (at) => `X-${at}: ${at}${crlf}`),
      ),
  },
  {
    name: 'subject folded 10000 times',
    ends: 'message',
    build: () => mailOf('subject folded 10000 times', { Subject: `hostile${`${crlf} x`.repeat(10_000)}` }),
  },
  {
    name: 'content type of 10000 parameters',
    ends: 'message',
    build: () =>
      mailOf('content type of 10000 parameters', {
        'Content-Type': `text/plain${times(10_000, (at) => `;${crlf} p${at}=v${at}`)}`,
      }),
  },
  {
    name: 'file name in 500 pieces, out of order',
    ends: 'message',
    build: () =>
      mailOf('file name in 500 pieces, out of order', {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment${times(500, (at) => `;${crlf} filename*${499 - at}*=${at === 499 ? "utf-8''" : ''}%C3%A8${499 - at}`)}`,
      }),
  },
]

const doubled: HostileMail[] = [
  twice('From', 'first@evil.example', 'second@evil.example'),
  twice('Subject', 'hostile first', 'hostile second'),
  twice('Message-ID', '<twice-1@evil.example>', '<twice-2@evil.example>'),
  twice('Content-Type', 'text/html', 'multipart/mixed; boundary=zz'),
  twice('To', 'one@business.example', 'two@business.example'),
  twice('Date', 'Fri, 20 Nov 2026 09:00:00 +0100', 'Thu, 1 Jan 1970 00:00:00 +0000'),
]

const ids: HostileMail[] = [
  withField(
    'references of 10000 ids',
    'References',
    times(10_000, (at) => `<r${at}@evil.example>`, `${crlf} `),
  ),
  withField(
    'references of junk',
    'References',
    `<<>> <@> <a b> ""<"<>@ ( ${'<'.repeat(2_000)} \u0001 =?utf-8?q?=3C?=`,
  ),
  withField('references glued together', 'References', '<a@evil.example><b@evil.example><c@evil.example>'),
  withField('empty message-id', 'Message-ID', ''),
  withField('message-id of empty brackets', 'Message-ID', '<>'),
  withField('message-id without brackets', 'Message-ID', 'no-brackets@evil.example'),
  withField('two message-ids in one field', 'Message-ID', '<two-a@evil.example> <two-b@evil.example>'),
  withField('message-id of 990 bytes', 'Message-ID', `<${'m'.repeat(980)}@e.test>`),
  withField('message-id of 990 characters of three bytes', 'Message-ID', `<${'\u20ac'.repeat(980)}@e.test>`),
  withField('message-id of 4 KB', 'Message-ID', `<${'m'.repeat(4_096)}@evil.example>`),
  withField('message-id with NUL', 'Message-ID', '<nul\u0000l@evil.example>'),
  withField('message-id with spaces', 'Message-ID', '< sp ace d @ evil.example >'),
  {
    name: 'message-id of a mail of ours',
    ends: 'suppress',
    build: ({ ownMessageId }) =>
      mailOf('message-id of a mail of ours', { 'Message-ID': `<${ownMessageId}>` }),
  },
  {
    name: 'message-id of a mail of another tenant',
    ends: 'message',
    build: ({ foreignMessageId }) =>
      mailOf('message-id of a mail of another tenant', { 'Message-ID': `<${foreignMessageId}>` }),
  },
  {
    name: 'message-id of a mail we received',
    ends: 'message',
    build: ({ receivedMessageId }) =>
      mailOf('message-id of a mail we received', { 'Message-ID': `<${receivedMessageId}>` }),
  },
  {
    name: 'answer to a mail of another tenant',
    ends: 'message',
    build: ({ foreignMessageId }) =>
      mailOf('answer to a mail of another tenant', { 'In-Reply-To': `<${foreignMessageId}>` }),
  },
  {
    name: 'in-reply-to with a comment',
    ends: 'message',
    build: ({ receivedMessageId }) =>
      mailOf('in-reply-to with a comment', {
        'In-Reply-To': `Your message of "Fri, 20 Nov 2026 09:00 <${receivedMessageId}> (was: (nested) <x`,
      }),
  },
]

const dates: HostileMail[] = [
  withField('no date', 'Date', null),
  withField('empty date', 'Date', ''),
  withField('date that is none', 'Date', 'not a date'),
  withField('date in year 99999', 'Date', 'Fri, 20 Nov 99999 09:00:00 +0100'),
  withField('date in 1970', 'Date', 'Thu, 1 Jan 1970 00:00:00 +0000'),
  withField('date at +9999', 'Date', 'Fri, 20 Nov 2026 09:00:00 +9999'),
  withField('date in year 0', 'Date', 'Sat, 1 Jan 0000 00:00:00 +0000'),
]

const words: HostileMail[] = [
  withField(
    'subject with an encoded line break',
    'Subject',
    'hostile =?utf-8?q?a=0D=0ABcc:_x@evil.example?=',
  ),
  withField('subject with encoded NUL and escapes', 'Subject', 'hostile =?utf-8?q?=00=1B[31m=E2=80=AE?='),
  withField('subject of 20000 encoded words', 'Subject', `hostile ${times(20_000, () => '=?a?q?', ' ')}`),
]

export const headerMails: HostileMail[] = [...sizes, ...doubled, ...ids, ...dates, ...words]
