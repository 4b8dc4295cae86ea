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
