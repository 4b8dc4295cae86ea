import { expect, test } from 'vitest'
import { cleanHtml } from '@/lib/mail/clean-html'
import { listRemotePictures, maxRemotePictures, showRemotePictures } from '@/lib/mail/remote-pictures'

const clean = (html: string): string => cleanHtml(html, { cidUrl: () => '/files/1' }).html
const shown = (html: string): string => showRemotePictures(clean(html), (position) => `/p/${position}`)

test('a remote picture is named by its place in the mail, with the address its sender gave', () => {
  const html = clean(
    '<img src="https://a.example/1.png?a=1&amp;b=2"><img src="cid:x"><img src="//b.example/2.png">',
  )
  expect(listRemotePictures(html)).toEqual([
    { url: 'https://a.example/1.png?a=1&b=2', isTrackingPixel: false },
    { url: 'https://b.example/2.png', isTrackingPixel: false },
  ])
})

test('once agreed, every remote picture leads to us and none to its sender', () => {
  const html = shown(
    '<p><img alt="a" src="https://a.example/1.png?x=1&y"><img src="http://b.example/2.png"></p>',
  )
  expect(html).toBe('<p><img alt="a" src="/p/0" /><img src="/p/1" /></p>')
})

test('a picture that repeats is asked for once', () => {
  expect(shown('<img src="https://a.example/dot.png">'.repeat(3))).toBe('<img src="/p/0" />'.repeat(3))
})

test.each([
  ['<img src="https://t.example/o" width="1" height="1">', true],
  ['<img src="https://t.example/o" width="1px" height="0">', true],
  ['<img src="https://t.example/o" height="1">', true],
  ['<img src="https://t.example/o" style="width:1px;height:1px">', true],
  ['<img src="https://t.example/o" width="600" height="80" style="display:none">', true],
  ['<img src="https://t.example/o" style="max-height:0px;max-width:0px">', true],
  ['<img src="https://t.example/o" width="1" height="20">', false],
  ['<img src="https://t.example/o" width="100%">', false],
  ['<img src="https://t.example/o" width="12" height="12">', false],
  ['<img src="https://t.example/o">', false],
])('%s is a tracking pixel: %s', (html, isTrackingPixel) => {
  expect(listRemotePictures(clean(html))).toEqual([{ url: 'https://t.example/o', isTrackingPixel }])
})

test('a tracking pixel is not shown when the others are', () => {
  const html = shown(
    '<img src="https://t.example/o" width="1" height="1"><img src="https://a.example/1.png">',
  )
  expect(html).toContain('data-remote-src="https://t.example/o"')
  expect(html).toContain('src="/p/1"')
})

test('text and attributes that look like our mark move no number and become no picture', () => {
  const forged = 'x <img data-remote-src="https://e.example/1"> y'
  const text = forged.replaceAll('<', '&lt;')
  const html = clean(
    `<p title='${text}'>${text}</p><b data-remote-src="https://e.example/2">b</b><img src="https://a.example/1.png">`,
  )
  expect(listRemotePictures(html).map(({ url }) => url)).toEqual(['https://a.example/1.png'])
  const [changed, same] = [showRemotePictures(html, () => '/p/0'), html]
  expect(changed).toBe(same.replace('data-remote-src="https://a.example/1.png"', 'src="/p/0"'))
})

test('of a mail with thousands only the first are ever loaded', () => {
  const html = clean(
    Array.from({ length: 2_000 }, (_, index) => `<img src="https://a.example/${index}">`).join(''),
  )
  expect(listRemotePictures(html)).toHaveLength(maxRemotePictures)
  const last = showRemotePictures(html, (position) => `/p/${position}`)
  expect(last).toContain(`src="/p/${maxRemotePictures - 1}"`)
  expect(last).not.toContain(`src="/p/${maxRemotePictures}"`)
})

test('an address with a dollar sign stays what it is', () => {
  expect(shown('<img src="https://a.example/$&$\'$1.png">')).toBe('<img src="/p/0" />')
})
