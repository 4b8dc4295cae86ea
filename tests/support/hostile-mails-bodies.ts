import { crlf, type HostileMail, headerOf, mailOf, times } from './hostile-mail-builder'

/** Bodies that cost: their size, their markup, what they quote, and characters that no screen expects. */
const megabyte = 1024 * 1024

const text = (name: string, make: () => string): HostileMail => ({
  name,
  ends: 'message',
  build: () => mailOf(name, {}, `${make()}${crlf}`),
})

const html = (name: string, make: () => string): HostileMail => ({
  name,
  ends: 'message',
  build: () => mailOf(name, { 'Content-Type': 'text/html; charset=utf-8' }, `${make()}${crlf}`),
})

const sizes: HostileMail[] = [
  {
    name: 'text of just under 50 MB',
    ends: 'message',
    build: () => filledTo('text of just under 50 MB', 50 * megabyte),
  },
  {
    name: 'file of 36 MB in base64',
    ends: 'message',
    build: () => {
      const line = `${'QUJD'.repeat(19)}${crlf}`
      return mailOf(
        'file of 36 MB in base64',
        { 'Content-Type': 'application/zip; name=a.zip', 'Content-Transfer-Encoding': 'base64' },
        line.repeat(Math.floor((49 * megabyte) / line.length)),
      )
    },
  },
  {
    name: 'text of one byte over 50 MB',
    ends: 'refused',
    build: () => filledTo('text of one byte over 50 MB', 50 * megabyte + 1),
  },
  {
    name: 'a small mail that announces 60 MB',
    ends: 'refused',
    declaredSize: 60 * megabyte,
    build: () => mailOf('a small mail that announces 60 MB'),
  },
]

const markup: HostileMail[] = [
  html('html of 200000 nested blocks', () => '<div>'.repeat(200_000)),
  html('html of 70000 nested tables', () => '<table><tr><td>'.repeat(70_000)),
  html('html of 20000 nested quotes', () => '<blockquote>q'.repeat(20_000)),
  html('html attribute of 10 MB', () => `<p title="${'a'.repeat(10 * megabyte)}">x</p>`),
  html('html element of 50000 attributes', () => `<p ${times(50_000, (at) => `a${at}=1`, ' ')}>x</p>`),
  html(
    'html style of 50000 declarations',
    () => `<p style="${times(50_000, (at) => `color:rgb(${at % 256},0,0)`, ';')}">x</p>`,
  ),
  html('html comments that never end', () => '<!--'.repeat(100_000)),
  html('html entities of 1 MB', () => '&amp;&#0;&#x10ffff;&lt;'.repeat(45_000)),
  html('html that loads from everywhere', () =>
    times(
      300,
      (at) =>
        `<img src="https://t${at}.evil.example/p.gif"><link rel=stylesheet href="//c${at}.evil.example">`,
    ),
  ),
]

const quotes: HostileMail[] = [
  text('50 KB of empty lines', () => crlf.repeat(25_000)),
  text('quoted 10000 deep', () => `${'>'.repeat(10_000)} x`),
  text('introductions of quotes, 4000 times', () =>
    times(
      4_000,
      (at) =>
        `On 20 Nov 2026 at 09:0${at % 10}, a@evil.example wrote:${crlf}> x${crlf}Am 20.11.2026 schrieb b@evil.example:${crlf}`,
    ),
  ),
  text('header blocks in the text, 1000 times', () =>
    times(
      1_000,
      (at) =>
        `From: a${at}@evil.example${crlf}Sent: Friday${crlf}To: b@evil.example${crlf}Subject: x${crlf}${crlf}text${crlf}`,
    ),
  ),
  text('signature marks, 20000 times', () => times(20_000, () => `-- ${crlf}x${crlf}`)),
]

const characters: HostileMail[] = [
  text('a word of 4 MB', () => 'w'.repeat(4 * megabyte)),
  text('a letter with 10000 marks', () => `a${'\u0300\u0316'.repeat(5_000)}`),
  text('signs that turn the writing round', () =>
    '\u202e\u2066\u2067\u202bcod.exe\u2069\u202c\u200b\u200d\ufeff'.repeat(2_000),
  ),
  text('line ends of unicode', () => 'a\u2028b\u2029c\u0085d'.repeat(5_000)),
  text('escapes of a terminal', () => '\u001b[2J\u001b]0;x\u0007\u009b31m'.repeat(2_000)),
  text('pictures of two halves at every border', () => `${'x'.repeat(157)}${'\u{1f600}'.repeat(400_000)}`),
  {
    name: 'subject of pictures cut in the middle',
    ends: 'message',
    build: () =>
      mailOf('subject of pictures cut in the middle', {
        Subject: `hostile ${'\u{1f600}'.repeat(1_200)}`,
        From: `"${'\u{1f600}'.repeat(300)}" <pictures@evil.example>`,
        'X-Auto-Response-Suppress': `${'\u{1f600}'.repeat(300)}`,
      }),
  },
  {
    name: 'halves of surrogate pairs in utf-8',
    ends: 'message',
    build: () =>
      mailOf(
        'halves of surrogate pairs in utf-8',
        {},
        Buffer.concat([Buffer.from([0xed, 0xa0, 0xbd, 0x20, 0xed, 0xb8, 0x80]), Buffer.from(crlf)]),
      ),
  },
]

function filledTo(name: string, sizeBytes: number): Buffer {
  const head = Buffer.from(headerOf(name) + crlf)
  const line = `${'All work and no play. '.repeat(3)}${crlf}`
  const body = Buffer.alloc(sizeBytes - head.length, line)
  body.write(crlf, body.length - 2)
  return Buffer.concat([head, body])
}

export const bodyMails: HostileMail[] = [...sizes, ...markup, ...quotes, ...characters]
