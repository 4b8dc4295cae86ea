import fc from 'fast-check'
import { parseAddressHeader as mailparserHeader } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { addressKey, parseAddress } from '@/lib/mail/address'
import { parseAddressHeader } from '@/lib/mail/address-header'
import { composeMail } from '@/lib/mail/compose'
import { parseMail } from '@/lib/mail/parse'
import { leastCpuMs } from './cpu-time'

/** Strings made of what address parsers disagree about. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'b.c',
        'x',
        '@',
        '＠',
        '"',
        '\\',
        '(',
        ')',
        '<',
        '>',
        ',',
        ';',
        ':',
        ' ',
        '\t',
        '\r\n ',
        '.',
        '..',
      ),
      fc.constantFrom(
        'example',
        '.test',
        'evil.example',
        'victim.example',
        '=?utf-8?q?a=40b?=',
        'é',
        'ß',
        'ı',
        '\u0000',
        '\u200b',
      ),
      fc.constantFrom('xn--', '[127.0.0.1]', '%', '!', '+', '-', '_', "'", '\u202e', '\u2028', '１', 'K'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

describe('parseAddress', () => {
  it.each([
    ['eva@uno.example', 'eva@uno.example'],
    ['Eva.Rossi+tag@UNO.Example', 'Eva.Rossi+tag@uno.example'],
    ["o'neil@uno.example", "o'neil@uno.example"],
    ['eva@müller.example', 'eva@xn--mller-kva.example'],
    ['eva@xn--mller-kva.example', 'eva@xn--mller-kva.example'],
    ['用户@例子.example', '用户@xn--fsqu00a.example'],
    ['root@localhost', 'root@localhost'],
  ])('accepts %s', (input, address) => {
    expect(parseAddress(input)?.address).toBe(address)
  })

  it.each([
    ['a quoted local part', '"x@evil.example x"@victim.example'],
    ['a comment', 'eva(comment)@uno.example'],
    ['a group', 'team: eva@uno.example;'],
    ['an encoded-word', '=?utf-8?q?eva?=@uno.example'],
    ['a full-width at sign', 'eva＠uno.example'],
    ['full-width letters', 'ｅva@uno.example'],
    ['a Kelvin sign', '\u212Aim@uno.example'],
    ['doubled dots', 'due..punti@uno.example'],
    ['two at signs', 'eva@uno@due.example'],
    ['a line break', 'eva@uno.example\r\nBcc: x@y.example'],
    ['a NUL', 'eva\u0000@uno.example'],
    ['a zero-width character', 'e\u200bva@uno.example'],
    ['a blank', 'eva @uno.example'],
    ['an IP literal', 'eva@[127.0.0.1]'],
    ['an IP address', 'eva@127.0.0.1'],
    ['a hexadecimal IP address', 'eva@0x7f.1'],
    ['an underscore domain', 'eva@uno_due.example'],
    ['an empty label', 'eva@uno..example'],
    ['a false A-label', 'eva@xn--a.example'],
    [
      'more than 254 bytes',
      `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example`,
    ],
    ['nothing', ''],
    ['no string', 7],
  ])('rejects %s', (_, input) => {
    expect(parseAddress(input)).toBeNull()
  })

  it('what it accepts is accepted again unchanged, and keys are stable', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const first = parseAddress(text)
        if (first === null) return
        expect(parseAddress(first.address)).toEqual(first)
        expect(addressKey(addressKey(first))).toBe(addressKey(first))
      }),
      { numRuns: 20_000 },
    )
  })

  // A recipient that reads differently in the envelope than in our records is mail sent to a stranger.
  it('what it accepts is the envelope recipient, letter by letter, and what a receiver reads in To', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, fc.constantFrom('a', 'b.c', 'x+y'), async (text, local) => {
        const accepted = parseAddress(text) ?? parseAddress(`${local}${text}@uno.example`)
        if (accepted === null) return
        const mail = await composeMail({ ...minimal, to: [accepted] })
        expect(mail.envelope.to).toEqual([accepted.address])
        const read = await parseMail(mail.bytes)
        expect(read.kind === 'parsed' ? read.to.map((one) => one.address) : []).toEqual([accepted.address])
      }),
      { numRuns: 300 },
    )
  })
})

describe('parseAddressHeader', () => {
  // mailparser is the second reader: where both find exactly one mailbox it has to be the same one.
  it('never finds another mailbox than mailparser does', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        // It shows encoded labels decoded, also those that stand for nothing.
        fc.pre(!text.includes('xn--'))
        // Without brackets it cuts an address at letters beyond ASCII.
        fc.pre(text.includes('<') || Buffer.byteLength(text) === text.length)
        // It decodes what stands in brackets.
        fc.pre(!/<[^>]*=\?/.test(text))
        const ours = parseAddressHeader(text).addresses
        if (ours.length !== 1) return
        const theirs = mailparserHeader(text).value
        const found = theirs.flatMap((one) => one.group ?? [one])
        const [only] = found
        // An address that nothing of ours accepts (a quoted local part) is no other mailbox.
        if (found.length === 1 && only?.address && parseAddress(only.address)) {
          expect(addressKey(only.address.normalize('NFC'))).toBe(
            addressKey(readable(ours[0]?.address ?? '', only.address)),
          )
        }
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([
    ['a name with a bare comma', 'Rossi, Eva <eva@uno.example>', ['Rossi, Eva: eva@uno.example']],
    [
      'no comma',
      'Eva <eva@uno.example> Ugo <ugo@due.example>',
      ['Eva: eva@uno.example', 'Ugo: ugo@due.example'],
    ],
    ['only blanks', 'eva@uno.example ugo@due.example', [': eva@uno.example', ': ugo@due.example']],
    ['semicolons', 'eva@uno.example; ugo@due.example', [': eva@uno.example', ': ugo@due.example']],
    ['no brackets', 'Eva Rossi eva@uno.example', ['Eva Rossi: eva@uno.example']],
    [
      'half of the brackets',
      'Eva <eva@uno.example, Ugo ugo@due.example',
      ['Eva: eva@uno.example', 'Ugo: ugo@due.example'],
    ],
    ['doubled brackets', 'Eva <<eva@uno.example>>', ['Eva: eva@uno.example']],
    ['a copied link', '<mailto:eva@uno.example>', [': eva@uno.example']],
    ['single quotes', "Eva <'eva@uno.example'>", ['Eva: eva@uno.example']],
    ['a quote that is never closed', '"Eva <eva@uno.example>', ['Eva: eva@uno.example']],
    ['comments in comments', 'e@uno.example (Eva (Ufficio) Rossi)', ['Eva (Ufficio) Rossi: e@uno.example']],
    ['a group', 'Team: a@x.example, b@y.example;', [': a@x.example', ': b@y.example']],
    [
      'an address as a name',
      'ceo@banca.example, Evil <e@x.example>',
      [': ceo@banca.example', 'Evil: e@x.example'],
    ],
    ['two addresses around a comment', 'eva@banca.example (Eva) x@y.example', []],
    ['an address in an encoded-word', '=?utf-8?B?YUBiLmV4YW1wbGU=?=', []],
    [
      'a comma in an encoded-word',
      '=?utf-8?Q?Rossi,_Eva?= <eva@uno.example>, =?utf-8?q?Ugo;_(Due)?= <ugo@due.example>',
      ['Rossi, Eva: eva@uno.example', 'Ugo; (Due): ugo@due.example'],
    ],
    ['a quoted local part', '"x@evil.example x"@victim.example', []],
    ['a host with a comment in its midst', 'x@uno(c)due.example', []],
    ['comments beside the at sign', 'eva (c)@(c) uno.example', []],
    ['comments that touch the at sign', 'eva(c)@(c)uno.example', ['c: eva@uno.example']],
    ['a sign that may be the name’s or the address’s', 'Eva %0@uno.example', []],
  ])('reads %s', (_, source, found) => {
    expect(parseAddressHeader(source).addresses.map(({ name, address }) => `${name}: ${address}`)).toEqual(
      found,
    )
  })

  it('every address it gives is one that parseAddress gives back', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 4 }), (texts) => {
        for (const one of parseAddressHeader(texts.join(',')).addresses) {
          expect(parseAddress(one.address)?.address).toBe(one.address)
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('reads ten thousand recipients and deep comments in linear time', () => {
    const used = leastCpuMs(1000, () => {
      parseAddressHeader('a@b.example, '.repeat(10_000))
      parseAddressHeader('('.repeat(100_000))
      parseAddressHeader('"'.repeat(100_001))
      parseAddressHeader(`${'x:'.repeat(50_000)};`)
      parseAddressHeader('<'.repeat(100_000))
    })
    expect(used).toBeLessThan(1000)
  })
})

const minimal = {
  from: { name: '', address: 'help@desk.example' },
  to: [],
  cc: [],
  replyTo: [],
  subject: 'x',
  text: 'x',
  html: null,
  messageId: 'x@desk.example',
  inReplyTo: null,
  references: [],
  date: new Date(0),
  marks: [],
  attachments: [],
}

/** Ours is in A-labels; compare in the form the other one wrote. */
function readable(ours: string, theirs: string): string {
  return parseAddress(theirs)?.address === ours ? theirs.normalize('NFC') : ours
}
