import {
  base64Lines,
  crlf,
  type HostileMail,
  headerOf,
  leaf,
  mailOf,
  multipart,
  seededBytes,
  times,
} from './hostile-mail-builder'

/** Trees of parts, borders between them, and mails that are only part of one. */
const text = (words: string) => leaf('text/plain; charset=utf-8', words)

const nested = (depth: number): string => {
  const open = times(
    depth,
    (level) => `--b${level}${crlf}Content-Type: multipart/mixed; boundary="b${level + 1}"${crlf}${crlf}`,
  )
  const close = times(depth, (level) => `--b${depth - level - 1}--${crlf}`)
  return `${open}--b${depth}${crlf}${text('the innermost')}--b${depth}--${crlf}${close}`
}

const withBoundary = (name: string, written: string, used: string, end = true): Buffer => {
  const whole = multipart(used, [text('first'), text('second')])
  return mailOf(
    name,
    { 'Content-Type': `multipart/mixed; boundary=${written}` },
    end ? whole : whole.slice(0, whole.lastIndexOf(`--${used}--`)),
  )
}

const mixed = (name: string, body: string, boundary = 'b0'): Buffer =>
  mailOf(name, { 'Content-Type': `multipart/mixed; boundary="${boundary}"` }, body)

const attachedMessages = (depth: number): string =>
  times(
    depth,
    (level) =>
      `From: a${level}@evil.example${crlf}Subject: level ${level}${crlf}Content-Type: message/rfc822${crlf}${crlf}`,
  )

export const structureMails: HostileMail[] = [
  ...[100, 1_000, 5_000].map(
    (depth): HostileMail => ({
      name: `multipart nested ${depth} deep`,
      ends: depth < 1_000 ? 'message' : 'quarantine',
      build: () => mixed(`multipart nested ${depth} deep`, nested(depth)),
    }),
  ),
  ...[900, 1_000, 100_000].map(
    (count): HostileMail => ({
      name: `${count} flat parts`,
      ends: count < 1_000 ? 'message' : 'quarantine',
      build: () =>
        mixed(`${count} flat parts`, multipart('b0', Array(count).fill(leaf('text/plain', 'x')) as string[])),
    }),
  ),
  {
    name: 'attached message in attached message, 500 deep',
    ends: 'message',
    build: () =>
      mailOf(
        'attached message in attached message, 500 deep',
        { 'Content-Type': 'message/rfc822' },
        `${attachedMessages(500)}Subject: innermost${crlf}${crlf}the end${crlf}`,
      ),
  },
  {
    name: 'forwarded as attachment, 20 times',
    ends: 'message',
    build: () => {
      let inner = mailOf('innermost', {}, `what it is about${crlf}`).toString()
      for (let level = 0; level < 20; level++) {
        const parts = multipart(`f${level}`, [text(`see below, ${level}`), leaf('message/rfc822', inner)])
        inner = `${headerOf(`forwarded ${level}`, { 'Content-Type': `multipart/mixed; boundary=f${level}` })}${crlf}${parts}`
      }
      return Buffer.from(
        inner.replace(/^Subject: .*$/m, 'Subject: hostile forwarded as attachment, 20 times'),
      )
    },
  },
  {
    name: 'nesting with boundaries that close themselves',
    ends: 'message',
    build: () =>
      mixed(
        'nesting with boundaries that close themselves',
        `--b0${crlf}Content-Type: multipart/mixed; boundary="b0--"${crlf}${crlf}--b0--${crlf}${text('inner')}--b0----${crlf}${crlf}--b0--${crlf}after the end${crlf}`,
      ),
  },
  {
    name: 'child with the boundary of its parent, 500 times',
    ends: 'message',
    build: () =>
      mixed(
        'child with the boundary of its parent, 500 times',
        times(500, () => `--b0${crlf}Content-Type: multipart/mixed; boundary="b0"${crlf}${crlf}`),
      ),
  },
  {
    name: 'boundary of no characters',
    ends: 'message',
    build: () => withBoundary('boundary of no characters', '""', ''),
  },
  {
    name: 'boundary of 70 characters',
    ends: 'message',
    build: () => withBoundary('boundary of 70 characters', `"${'b'.repeat(70)}"`, 'b'.repeat(70)),
  },
  {
    name: 'boundary of 1000 characters',
    ends: 'message',
    build: () => withBoundary('boundary of 1000 characters', `"${'b'.repeat(1_000)}"`, 'b'.repeat(1_000)),
  },
  {
    name: 'boundary with spaces',
    ends: 'message',
    build: () => withBoundary('boundary with spaces', '" a  b "', ' a  b '),
  },
  {
    name: 'boundary with quotes',
    ends: 'message',
    build: () => withBoundary('boundary with quotes', '"a\\"b\\\\c"', 'a"b\\c'),
  },
  {
    name: 'boundary that begins another',
    ends: 'message',
    build: () =>
      mixed(
        'boundary that begins another',
        `--ab${crlf}Content-Type: multipart/mixed; boundary="abc"${crlf}${crlf}${multipart('abc', [text('inner')])}--ab--${crlf}`,
        'ab',
      ),
  },
  {
    name: 'boundary without end',
    ends: 'message',
    build: () => withBoundary('boundary without end', 'b0', 'b0', false),
  },
  {
    name: 'part without headers',
    ends: 'message',
    build: () => mixed('part without headers', `--b0${crlf}${crlf}bare words${crlf}--b0--${crlf}`),
  },
  {
    name: 'body without blank line',
    ends: 'message',
    build: () =>
      Buffer.from(`${headerOf('body without blank line')}this is no field but text${crlf}and more${crlf}`),
  },
  {
    name: 'only attachments',
    ends: 'message',
    build: () =>
      mixed(
        'only attachments',
        multipart('b0', [
          leaf('application/pdf; name="a.pdf"', base64Lines(seededBytes('a', 3_000)), attached('a.pdf')),
          leaf(
            'image/png; name="../../b.png"',
            base64Lines(seededBytes('b', 3_000)),
            attached('../../b.png'),
          ),
        ]),
      ),
  },
  {
    name: 'attachments of one name, 300 times',
    ends: 'message',
    build: () =>
      mixed(
        'attachments of one name, 300 times',
        multipart(
          'b0',
          Array.from({ length: 300 }, (_, at) =>
            leaf('application/zip', `x${at}`, attached('same.zip', '7bit')),
          ),
        ),
      ),
  },
  { name: 'zero bytes', ends: 'quarantine', build: () => Buffer.alloc(0) },
]

function attached(fileName: string, encoding = 'base64'): string {
  return `Content-Disposition: attachment; filename="${fileName}"${crlf}Content-Transfer-Encoding: ${encoding}${crlf}`
}
