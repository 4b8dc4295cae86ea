import { describe, expect, it } from 'vitest'
import { parseHeaderValue } from '@/lib/mail/header-value'
import { decodeWords } from '@/lib/mail/header-words'

describe('parseHeaderValue', () => {
  it.each([
    ['no semicolon', 'text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
    ['a comma for it', 'text/html, charset=utf-8', 'text/html', { charset: 'utf-8' }],
    ['a value in quotes', '"text/html"; charset=utf-8', 'text/html', { charset: 'utf-8' }],
    ['no value at all', 'filename=a.pdf', '', { filename: 'a.pdf' }],
    [
      'blanks that are not quoted',
      'attachment; filename=la mia fattura.pdf',
      'attachment',
      { filename: 'la mia fattura.pdf' },
    ],
    ['brackets in a quoted name', 'attachment filename="a (1).pdf"', 'attachment', { filename: 'a (1).pdf' }],
    ['a quote that is never closed', 'text/plain; charset="utf-8', 'text/plain', { charset: 'utf-8' }],
    [
      'the extended form without its star',
      'a; filename="UTF-8\'\'na%C3%AFf.txt"',
      'a',
      { filename: 'naïf.txt' },
    ],
    [
      'the extended form without a language',
      "a; filename*=utf-8'na%C3%AFf.txt",
      'a',
      { filename: 'naïf.txt' },
    ],
    ['the extended form in quotes', 'a; filename*="utf-8\'\'%E2%82%AC.txt"', 'a', { filename: '€.txt' }],
    ['pieces out of order', "a; filename*1*=b.txt; filename*0*=utf-8''%C3%A9", 'a', { filename: 'éb.txt' }],
    [
      'an encoded-word cut into pieces',
      'a; filename*0="=?utf-8?B?"; filename*1="w6k=?=.txt"',
      'a',
      { filename: 'é.txt' },
    ],
    [
      'the extended form before pieces and the plain one',
      "a; filename=x.txt; filename*=utf-8''%C3%A9.txt; filename*0=y; filename*1=.txt",
      'a',
      { filename: 'é.txt' },
    ],
    [
      'the plain form where the pieces have no beginning',
      'a; filename=x.txt; filename*1=y; filename*2=.txt',
      'a',
      { filename: 'x.txt' },
    ],
    ['a blank before the star', "a; filename *=utf-8''%C3%A9.txt", 'a', { filename: 'é.txt' }],
    [
      'no semicolon behind a quoted name',
      'application/pdf; name="la mia.pdf" filename="la mia.pdf"; size=3',
      'application/pdf',
      { name: 'la mia.pdf', filename: 'la mia.pdf', size: '3' },
    ],
    [
      'no semicolon behind a word',
      'text/plain; format=flowed delsp=yes',
      'text/plain',
      { format: 'flowed', delsp: 'yes' },
    ],
    [
      'quotes in a quoted name',
      'a; filename="Offerta "Estate" 3.pdf"',
      'a',
      { filename: 'Offerta "Estate" 3.pdf' },
    ],
    [
      'a number in a name without quotes',
      'a; filename=Offerta (1).pdf',
      'a',
      { filename: 'Offerta (1).pdf' },
    ],
    ['a remark behind a name', 'a; filename=offerta.pdf (la nuova)', 'a', { filename: 'offerta.pdf' }],
    ['a quote that only closes', 'a; filename=offerta.pdf"', 'a', { filename: 'offerta.pdf' }],
    ['a key in a quoted name', 'a; filename="se name=x.pdf"', 'a', { filename: 'se name=x.pdf' }],
    ['bytes as in URLs', 'a; filename=na%C3%AFf.txt', 'a', { filename: 'naïf.txt' }],
    ['strokes that quote a letter', String.raw`a; name="a\b \"c\\d"`, 'a', { name: 'ab "c\\d' }],
    ['a percent sign that is one', 'a; filename="sconto 100%25.txt"', 'a', { filename: 'sconto 100%25.txt' }],
  ])('reads %s', (_, source, value, params) => {
    const read = parseHeaderValue(source)
    expect(read.value).toBe(value)
    expect(Object.fromEntries(read.params)).toEqual(params)
  })
})

describe('decodeWords', () => {
  it.each([
    ['blanks in a word', '=?utf-8?Q?Hello World?= x', 'Hello World x'],
    ['no blank between two', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'],
    [
      'Japanese in two words, each with its escapes',
      '=?iso-2022-jp?B?GyRCJDQbKEI=?= =?ISO-2022-JP?B?GyRCQ21KOBsoQg==?=',
      'ご注文',
    ],
    ['a letter cut in two', '=?utf-8?Q?tru=C3?= =?utf-8?Q?=A8?=', 'truè'],
    ['a letter cut in two encodings', '=?utf-8?Q?Euro_=E2=82?= =?utf-8?B?rA==?=', 'Euro €'],
    ['a letter that nobody encoded', '=?utf-8?Q?caf\u00e9?=', 'café'],
    ['the end cut off', '=?utf-8?B?SGVsbG8gV29ybGQ', 'Hello World'],
    ['what only looks like one', 'a =? b?q?', 'a =? b?q?'],
    ['a language', '=?iso-8859-1*it?Q?=E9?=', 'é'],
    ['UTF-7', '=?utf-7?Q?+AOk-?=', 'é'],
  ])('reads %s', (_, source, text) => {
    expect(decodeWords(source)).toBe(text)
  })
})
