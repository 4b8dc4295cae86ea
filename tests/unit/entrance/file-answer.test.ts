import { expect, test } from 'vitest'
import { fileAnswer } from '@/app/_entrance/file-answer'
import { pictureType } from '@/lib/pictures/picture-type'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

test('a picture is what its first bytes say, whatever its name', () => {
  expect(pictureType(bytes('89504e470d0a1a0a0000'))).toBe('image/png')
  expect(pictureType(bytes('ffd8ffe000104a46'))).toBe('image/jpeg')
  expect(pictureType(Buffer.from('GIF89a......'))).toBe('image/gif')
  expect(pictureType(Buffer.from('RIFF\u0000\u0001\u0002\u0003WEBPVP8 '))).toBe('image/webp')
})

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
  '<!doctype html><script>1</script>',
  '<?xml version="1.0"?>',
  '%PDF-1.7',
  'GIF90a',
  'RIFF0000WAVE',
  'BM',
  '',
  'G',
  ' \u0089PNG',
  'PK\u0003\u0004',
])('everything else is a download: %j', (text) => {
  expect(pictureType(Buffer.from(text))).toBeNull()
  const { headers } = fileAnswer({ bytes: Buffer.from(text), fileName: 'a.png', pictureType: null })
  expect(headers.get('content-disposition')).toBe('attachment; filename="a.png"')
  expect(headers.get('content-type')).toBe('application/octet-stream')
})

test('a picture that is a page besides runs nothing: fixed type, no sniffing, sandbox', () => {
  const gifar = Buffer.from('GIF89a/*<script>alert(1)</script>*/')
  const { headers } = fileAnswer({ bytes: gifar, fileName: 'x.html', pictureType: pictureType(gifar) })
  expect(headers.get('content-type')).toBe('image/gif')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("sandbox; default-src 'none'")
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('private, no-store')
})

test('a name cannot add a header', () => {
  const { headers } = fileAnswer({
    bytes: Buffer.alloc(0),
    fileName: '../../x\r\nSet-Cookie:a=b.svg',
    pictureType: null,
  })
  expect(headers.get('set-cookie')).toBeNull()
  expect(headers.get('content-disposition')).not.toMatch(/[\r\n]|\.\.\//)
})
