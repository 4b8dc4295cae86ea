import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeMail, type OutgoingMail } from '@/lib/mail/compose'
import { scanHeaders } from '@/lib/mail/header-scan'
import { parseMail } from '@/lib/mail/parse'

const eva = { name: 'Eva', address: 'eva@uno.example' }
const mail: OutgoingMail = {
  from: { name: 'Assistenza', address: 'help@desk.example' },
  to: [eva],
  cc: [{ name: '', address: 'leo@due.example' }],
  replyTo: [{ name: '', address: 'help+t1@desk.example' }],
  subject: 'Perché no?',
  text: 'Riga uno\nRiga due\n.\nFrom qui',
  html: '<p>Riga uno</p>',
  messageId: 't1.m2@desk.example',
  inReplyTo: 'x@uno.example',
  references: ['root@desk.example', 'x@uno.example'],
  date: new Date('2026-03-02T09:15:00Z'),
  marks: [],
  attachments: [],
}

const headerNames = (bytes: Uint8Array): string[] =>
  scanHeaders(bytes, { maxHeaderBytes: 1e6, maxHeaderLines: 1000 }).headers.map((one) => one.name)

const expectedNames = [
  'From',
  'To',
  'Cc',
  'Reply-To',
  'In-Reply-To',
  'References',
  'Subject',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Content-Type',
].toSorted()

const breaking = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r\n', '\n', '\r', '\u0000', '\u2028', '\u2029', '\u0085', '\r\n ', '\u000b'),
      fc.constantFrom(
        'Bcc: e@evil.example',
        'X-Evil: 1',
        '<e@evil.example>',
        '"',
        ',',
        ';',
        ':',
        '@',
        '=?utf-8?q?=0D=0ABcc:_x?=',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))

describe('composeMail', () => {
  it('is read back as what was written', async () => {
    const file = {
      fileName: 'giù/conto.pdf',
      contentType: 'application/pdf',
      bytes: new Uint8Array([1, 2, 3]),
    }
    const composed = await composeMail({ ...mail, attachments: [file] })
    const read = await parseMail(composed.bytes)
    expect(read).toMatchObject({
      subject: 'Perché no?',
      messageId: 't1.m2@desk.example',
      inReplyTo: ['x@uno.example'],
      references: ['root@desk.example', 'x@uno.example'],
      from: mail.from,
      date: mail.date,
      text: 'Riga uno\nRiga due\n.\nFrom qui',
    })
    expect(read.kind === 'parsed' && read.attachments.map((one) => [one.fileName, [...one.bytes]])).toEqual([
      ['giù_conto.pdf', [1, 2, 3]],
    ])
  })

  // A line break smuggled into any field would add recipients or headers to a mail sent in the tenant's name.
  it('no field can add a header or a recipient', async () => {
    await fc.assert(
      fc.asyncProperty(breaking, breaking, breaking, breaking, async (subject, name, fileName, text) => {
        const composed = await composeMail({
          ...mail,
          subject: `S ${subject}`,
          to: [{ ...eva, name }],
          from: { ...mail.from, name },
          text,
          attachments: [{ fileName, contentType: `text/plain${subject}`, bytes: new Uint8Array([1]) }],
        })
        expect(headerNames(composed.bytes).toSorted()).toEqual(expectedNames)
        expect(composed.envelope).toEqual({
          from: 'help@desk.example',
          to: ['eva@uno.example', 'leo@due.example'],
        })
        expect(Buffer.from(composed.bytes).toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        const read = await parseMail(composed.bytes)
        expect(read.kind === 'parsed' && [...read.to, ...read.cc].map((one) => one.address)).toEqual(
          composed.envelope.to,
        )
        expect(read.kind === 'parsed' && read.attachments.length).toBe(1)
      }),
      { numRuns: 500 },
    )
  })

  it('marks an automatic answer so that nobody answers it automatically', async () => {
    const composed = await composeMail({ ...mail, marks: [{ kind: 'auto-replied' }], envelopeFrom: '' })
    expect(headerNames(composed.bytes).toSorted()).toEqual(
      [...expectedNames, 'Auto-Submitted', 'X-Auto-Response-Suppress', 'Precedence'].toSorted(),
    )
    expect(composed.envelope.from).toBe('')
  })

  it('asks for a read receipt only when told to', async () => {
    const composed = await composeMail({ ...mail, dispositionNotificationTo: mail.from })
    expect(Buffer.from(composed.bytes).toString()).toContain(
      'Disposition-Notification-To: <help@desk.example>\r\n',
    )
  })

  it('Bcc is in the envelope and nowhere in the mail', async () => {
    const composed = await composeMail({ ...mail, bcc: [{ name: '', address: 'segreto@tre.example' }] })
    expect(composed.envelope.to).toContain('segreto@tre.example')
    expect(Buffer.from(composed.bytes).toString()).not.toContain('segreto')
  })

  it.each([
    ['a recipient that is no address', { to: [{ name: '', address: 'a@x.example\r\nBcc: e@evil.example' }] }],
    ['a Message-ID with a line break', { messageId: 'a@x\r\nBcc: e@evil.example' }],
    ['nobody to send to', { to: [], cc: [] }],
    [
      'an unsubscribe address that is not https',
      { marks: [{ kind: 'one-click-unsubscribe', url: 'javascript:1' }] },
    ],
  ] as [string, Partial<OutgoingMail>][])('refuses %s', async (_, change) => {
    await expect(composeMail({ ...mail, ...change })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('keeps the root and the last of a long References', async () => {
    const references = Array.from({ length: 100 }, (_, i) => `r${i}@x.example`)
    const read = await parseMail((await composeMail({ ...mail, references })).bytes)
    expect(
      read.kind === 'parsed' && [read.references[0], read.references.at(-1), read.references.length],
    ).toEqual(['r0@x.example', 'r99@x.example', 20])
  })
})
