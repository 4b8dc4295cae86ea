import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pixelCount } from '@/lib/pictures/picture-size'

const bytes = (hex: string, length = 40) =>
  Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.alloc(length)])

test.each([
  ['image/png', '89504e470d0a1a0a 0000000d 49484452 0000ea60 00000010', 60_000 * 16],
  ['image/gif', '474946383961 0102 0304', 0x0201 * 0x0403],
  ['image/webp', '52494646 00000000 57454250 56503858 0a000000 00000000 0f0000 1f0000', 16 * 32],
  ['image/webp', '52494646 00000000 57454250 5650384c 00000000 2f 0f400700', 16 * 30],
  ['image/webp', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 1000 2000', 16 * 32],
  ['image/jpeg', 'ffd8 ffe0 0004 0000 ffff c0 0011 08 0010 0020', 16 * 32],
  ['image/jpeg', 'ffd8 ffc4 0004 0000 ffc2 0011 08 0100 0001', 256],
  ['image/jpeg', 'ffd8 ffda 0004 0000', null],
  ['image/webp', '52494646 00000000 57454250 58585858', null],
])('the head of %s %s tells its pixels', (type, hex, count) => {
  expect(pixelCount(bytes(hex), type)).toBe(count)
})

test('no bytes make it stumble or take long', () => {
  const types = fc.constantFrom('image/png', 'image/gif', 'image/webp', 'image/jpeg', 'image/other')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), types, (given, type) => {
      const count = pixelCount(given, type)
      expect(count === null || count >= 0).toBe(true)
    }),
  )
  expect(pixelCount(Buffer.alloc(5_000_000, 0xff), 'image/jpeg')).toBeNull()
})
