import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMailParser, type MailParser } from '@/lib/adapters/mail-parser/create-mail-parser'

const ordinary = readFileSync('tests/fixtures/mail/forward-as-attachment-nested-twice.eml')
const headers =
  'From: Eva <eva@uno.example>\r\nSubject: =?utf-8?Q?Caff=C3=A8?=\r\nMessage-ID: <bomb@uno.example>\r\n'
const bomb = (rest: string): Uint8Array => Buffer.from(headers + rest)
const nested = (depth: number): string =>
  depth === 0
    ? '\r\nx'
    : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}`
/** As large as a mail may be: two seconds of work, four times what the impatient of these tests allow. */
const slow = bomb(
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\nContent-Type: message/rfc822\r\n\r\n${'a: b\r\n'.repeat(30_000)}\r\n`.repeat(330)}`,
)

describe('createMailParser', () => {
  let parser: MailParser
  beforeAll(async () => {
    parser = await createMailParser({ threads: 2 })
  })
  afterAll(() => parser.close())

  it('gives what parsing gives, files with their bytes, and leaves the bytes with the caller', async () => {
    const bytes = new Uint8Array(ordinary)
    const mail = await parser.parse(bytes)
    expect(mail).toMatchObject({
      kind: 'parsed',
      subject: 'I: catena',
      date: new Date('2026-03-02T09:15:00Z'),
    })
    expect(
      mail.kind === 'parsed' && mail.attachments.map((one) => one.bytes.length === one.sizeBytes),
    ).toEqual([true, true, true, true])
    expect(bytes.length).toBe(ordinary.length)
  })

  it('a hundred mails at once are all answered', async () => {
    const mails = await Promise.all(Array.from({ length: 100 }, () => parser.parse(ordinary)))
    expect(mails.every((mail) => mail.kind === 'parsed')).toBe(true)
  })

  it.each([
    [
      '100,000 parts',
      'too-many-parts',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
    ],
    ['parts nested 5,000 deep', 'too-many-parts', nested(5000)],
    ['a header of 16 MB', 'header-too-large', `X: ${'a'.repeat(16_000_000)}\r\n\r\nx`],
  ])('%s: unreadable with what the header says, and the next mail is read', async (_, reason, rest) => {
    expect(await parser.parse(bomb(rest))).toMatchObject({
      kind: 'unreadable',
      reason,
      minimal: { subject: 'Caffè', messageId: 'bomb@uno.example', from: { address: 'eva@uno.example' } },
    })
    expect((await parser.parse(ordinary)).kind).toBe('parsed')
  })

  it.each([
    ['20,000 header lines', `${'X-A: b\r\n'.repeat(20_000)}\r\nx`],
    ['a field folded 10,000 times', `X-A: b\r\n${' c\r\n'.repeat(10_000)}\r\nx`],
    ['10,000 references', `References: ${'<a@b.example>'.repeat(10_000)}\r\n\r\nx`],
    ['500 attached messages in each other', `${'Content-Type: message/rfc822\r\n\r\n'.repeat(500)}x`],
    [
      'a boundary of 1,000 letters',
      `Content-Type: multipart/mixed; boundary=${'b'.repeat(1000)}\r\n\r\n--${'b'.repeat(1000)}\r\n\r\nx`,
    ],
    [
      '500 continued parameters',
      `Content-Type: text/plain;${Array.from({ length: 500 }, (_, i) => ` name*${499 - i}=x;`).join('')}\r\n\r\nx`,
    ],
    ['a line of 5 MB', `\r\n${'x'.repeat(5_000_000)}`],
    ['comments in comments', `Content-Type: text/plain ${'('.repeat(100_000)}\r\n\r\nx`],
  ])('%s: read in good time', async (_, rest) => {
    // The parser's own limit of 8 s is the judge: over it this would be unreadable. A machine may stand still for that long.
    const answers: string[] = []
    while (answers.length < 3 && !answers.includes('parsed'))
      answers.push((await parser.parse(bomb(rest))).kind)
    expect(answers).toContain('parsed')
  })

  it('a mail over the size limit is not even begun', async () => {
    const small = await createMailParser({ threads: 1, limits: { maxMailBytes: 1000 } })
    expect(await small.parse(bomb(`\r\n${'x'.repeat(2000)}`))).toMatchObject({ reason: 'too-large' })
    await small.close()
  })

  // Without this one mail stops the ingest of every tenant on the worker.
  it('a mail that takes too long costs its thread and no other mail', async () => {
    const hasty = await createMailParser({ threads: 1, timeoutMs: 500 })
    await hasty.parse(ordinary)
    const [late, next] = await Promise.all([hasty.parse(slow), hasty.parse(ordinary)])
    expect(late).toMatchObject({ kind: 'unreadable', reason: 'timed-out', minimal: { subject: 'Caffè' } })
    expect(next.kind).toBe('parsed')
    await hasty.close()
  })

  it('a mail that takes long holds up none of those behind it', async () => {
    const parallel = await createMailParser({ threads: 2, atOnce: 1, timeoutMs: 2_000 })
    const answered: string[] = []
    await Promise.all([
      parallel.parse(slow).then(() => answered.push('slow')),
      ...Array.from({ length: 10 }, () => parallel.parse(ordinary).then(() => answered.push('ordinary'))),
    ])
    expect(answered).toEqual([...Array.from({ length: 10 }, () => 'ordinary'), 'slow'])
    await parallel.close()
  })

  it('a mail that needs too much memory is answered as such, and the next one is read', async () => {
    const limits = { maxTextBytes: 500_000_000, maxHtmlBytes: 500_000_000 }
    const narrow = await createMailParser({ threads: 1, memoryMb: 40, timeoutMs: 60_000, limits })
    const huge = bomb(`Content-Type: text/html\r\n\r\n${'é x\r\n'.repeat(8_000_000)}`)
    expect(await narrow.parse(huge)).toMatchObject({ kind: 'unreadable', reason: 'out-of-memory' })
    expect((await narrow.parse(ordinary)).kind).toBe('parsed')
    await narrow.close()
  })

  it('refuses more mails than may wait', async () => {
    const busy = await createMailParser({ threads: 1, maxWaiting: 1 })
    const answers = await Promise.allSettled([
      busy.parse(ordinary),
      busy.parse(ordinary),
      busy.parse(ordinary),
    ])
    expect(answers.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    await busy.close()
  })
})
