import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDbLine, toDbText } from '@/lib/mail/to-db-text'

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u0000',
        '\ud800',
        '\udc00',
        '\r',
        '\n',
        '\u0085',
        '\u0007',
        '\ufeff',
        'e\u0301',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''))

describe('toDbText', () => {
  it('gives only what PostgreSQL stores, in NFC, within the cap', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 200 }), (input, maxBytes) => {
        const { text } = toDbText(input, { maxBytes })
        expect(/(?![\t\n])\p{Cc}/u.test(text)).toBe(false)
        expect(/\p{Cs}/u.test(text)).toBe(false)
        expect(text.normalize('NFC')).toBe(text)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes)
        expect(toDbText(text, { maxBytes }).text).toBe(text)
      }),
      { numRuns: 5000 },
    )
  })

  it('says so when it cut, and never cuts inside a character', () => {
    expect(toDbText('caffè', { maxBytes: 5 })).toEqual({ text: 'caff', isTruncated: true })
    expect(toDbText('caffè', { maxBytes: 6 })).toEqual({ text: 'caffè', isTruncated: false })
    expect(toDbText('a😀', { maxBytes: 4 })).toEqual({ text: 'a', isTruncated: true })
  })

  it('a line has no line end left in it', () => {
    fc.assert(
      fc.property(nasty, (input) => {
        expect(/[\r\n\t\u2028\u2029\u0085]/.test(toDbLine(input, { maxBytes: 500 }))).toBe(false)
      }),
    )
  })
})
