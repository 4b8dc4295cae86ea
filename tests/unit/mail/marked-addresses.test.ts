import { expect, test } from 'vitest'
import { markedAddresses } from '@/lib/mail/marked-addresses'
import { leastCpuMs } from './cpu-time'

const mark = 'help+k1.2a.abcdefghijklmnopqrst@desk.example'

test.each<[string, string, string | null, string[]]>([
  ['a line above a quotation', `Ok\n\nTo: Help <${mark}>\n> x`, null, [mark]],
  ['a link', 'Ok', `<a href="mailto:${mark}">Help</a>`, [mark]],
  ['brackets of another kind, and a full stop behind', `Ok [mailto:${mark}]. ${mark}.`, null, [mark]],
  [
    'an id of ours',
    '> References: <po1-k1.aaaa.root.bbbb@mail.desk.example>',
    null,
    ['po1-k1.aaaa.root.bbbb@mail.desk.example'],
  ],
  ['ordinary addresses', 'a@b.example, c.d@e.example @ f@', null, []],
])('%s', (_, text, html, expected) => {
  expect(markedAddresses({ text, html })).toEqual(expected)
})

test('a megabyte of at signs and dots takes no longer than it must', () => {
  const hostile = [
    '@'.repeat(1_000_000),
    'a.b.'.repeat(250_000),
    'a.b.c@'.repeat(160_000),
    '.'.repeat(1_000_000),
  ]
  expect(
    leastCpuMs(300, () => hostile.forEach((text) => void markedAddresses({ text, html: text }))),
  ).toBeLessThan(1_000)
})
