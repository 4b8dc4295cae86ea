import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64 } from '@/lib/mail/transfer-encoding'

const decoded = (text: string): string => Buffer.from(decodeBase64(Buffer.from(text))).toString('latin1')

test.each([
  ['three bytes a group', 'YWJj', 'abc'],
  ['padding at the end', 'YQ==', 'a'],
  ['no padding where there should be', 'YWI', 'ab'],
  ['padding in the middle: parts that were joined', 'YQ==YmM=ZGVm', 'abcdef'],
  ['line ends, blanks and junk between the letters', 'Y W\r\nJ*j-\tZA', 'abcd'],
  ['a letter too few for a byte', 'YWJjZ', 'abc'],
  ['nothing', '', ''],
  ['only junk', '=*=!\r\n', ''],
])('base64 with %s', (_, encoded, text) => {
  expect(decoded(encoded)).toBe(text)
})

test('a decoded file takes the room of its bytes and no more', () => {
  const bytes = Buffer.alloc(100_000, 7)
  const result = decodeBase64(Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n')))
  expect(Buffer.compare(result, bytes)).toBe(0)
  expect(result.buffer.byteLength).toBe(bytes.length)
})

test('whatever stands between the letters, each run of them up to a padding is read as one', () => {
  const alphabet = /[^A-Za-z0-9+/]/g
  const wanted = (text: string): string =>
    text
      .split('=')
      .map((run) => Buffer.from(run.replace(alphabet, ''), 'base64').toString('latin1'))
      .join('')
  const byte = fc.constantFrom(...'ABCxyz019+/=-_ \r\n\t*!\0\u00e9'.split(''))
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
      const text = bytes.join('')
      const found = Buffer.from(decodeBase64(Buffer.from(text, 'latin1'))).toString('latin1')
      expect(found).toBe(wanted(text))
    }),
    { seed: 20261122, numRuns: 3_000 },
  )
})
