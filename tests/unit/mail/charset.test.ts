import { describe, expect, it } from 'vitest'
import { decodeCharset } from '@/lib/mail/charset'
import { charsetName } from '@/lib/mail/charset-labels'
import { decodeByTable } from '@/lib/mail/charset-tables'
import { leastCpuMs } from './cpu-time'

/** What is written as bytes of a charset, by trying all its letters. */
function encode(text: string, charset: string): Uint8Array {
  const decoder = new TextDecoder(charset)
  const bytes = new Map<string, number[]>()
  for (let first = 0x80; first < 0x100; first++) {
    bytes.set(decoder.decode(Uint8Array.of(first)), [first])
    for (let second = 0x40; second < 0xff; second++) {
      const letter = decoder.decode(Uint8Array.of(first, second))
      if ([...letter].length === 1 && !bytes.has(letter)) bytes.set(letter, [first, second])
    }
  }
  return Uint8Array.from(
    [...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : (bytes.get(char) ?? [0x3f]))),
  )
}

const samples: readonly [charset: string, text: string][] = [
  ['windows-1251', 'Здравствуйте, когда приедет мастер?'],
  ['koi8-r', 'Здравствуйте, когда приедет мастер?'],
  ['ibm866', 'Здравствуйте, когда приедет мастер?'],
  ['windows-1251', 'Добрий день, коли приїде майстер?'],
  ['windows-1253', 'Καλησπέρα, πότε θα έρθει ο τεχνικός;'],
  ['windows-1255', 'שלום, מתי יגיע הטכנאי אלינו'],
  ['windows-1256', 'مرحبا، متى سيصل الفني إلينا'],
  ['shift_jis', 'こんにちは、修理の予定はいつですか'],
  ['euc-jp', 'こんにちは、修理の予定はいつですか'],
  ['gb18030', '你好，请问师傅什么时候来？'],
  ['big5', '你好，請問師傅什麼時候來？'],
  ['euc-kr', '안녕하세요, 기사님은 언제 오시나요?'],
]

describe('decodeCharset', () => {
  it.each(samples)('reads %s that nobody told: %s', (charset, text) => {
    expect(decodeCharset(encode(text, charset), null)).toEqual({ text, certainty: 'guessed' })
  })

  it.each([
    'Perché è così? Là, più giù, c’è già.',
    'Les élèves français étaient où ?',
    'Grüße aus Köln, schöne Straße',
    'Señor Núñez, ¿mañana?',
  ])('leaves western text that nobody told to windows-1252: %s', (text) => {
    expect(decodeCharset(latin(text), null).text).toBe(text)
  })

  it('does not take a name in capitals for UTF-8', () => {
    expect(decodeCharset(latin('NESTLÉ® paga'), 'iso-8859-1').text).toBe('NESTLÉ® paga')
    expect(decodeCharset(latin('«CAFÉ»'), 'iso-8859-1').text).toBe('«CAFÉ»')
  })

  it.each([
    ['iso-8859-1', 'Perché?'],
    ['windows-1251', 'Привет'],
    ['gb2312', '您好，我想问一下我的订单什么'],
    ['utf-16', '<p>Perché?</p>'],
  ])('reads UTF-8 under the label %s', (label, text) => {
    expect(decodeCharset(Buffer.from(text), label).text).toBe(text)
  })

  it('believes a label where the bytes allow both', () => {
    expect(decodeCharset(encode('您好', 'gb18030'), 'gb2312')).toEqual({
      text: '您好',
      certainty: 'declared',
    })
  })

  it.each([
    ['iso-2022-jp', 'euc-jp', '送信先のメールアドレスが見つかりませんでした。ご確認ください。'],
    ['iso-2022-jp', 'shift_jis', '送信先のメールアドレスが見つかりませんでした。ご確認ください。'],
    ['euc-kr', 'shift_jis', 'お世話になっております。ご注文の品はいつ届きますか。'],
  ])('reads under the label %s what is %s', (label, charset, text) => {
    expect(decodeCharset(encode(text, charset), label)).toEqual({ text, certainty: 'guessed' })
  })

  it('reads what says nothing by what the rest of the mail says, where that is possible', () => {
    expect(decodeCharset(Uint8Array.of(0xb3, 0xf3, 0x64), null, 'iso-8859-2').text).toBe('łód')
    expect(decodeCharset(latin('così'), null, 'shift_jis').text).toBe('così')
  })

  it('keeps UTF-8 that was cut inside a letter', () => {
    expect(decodeCharset(Buffer.from('perché così più').subarray(0, -2), null).text).toContain(
      'perché così pi',
    )
  })

  it.each([
    ['utf8', 'utf-8'],
    ['"UTF-8; format=flowed"', 'utf-8'],
    ['charset=utf_8', 'utf-8'],
    ['cp65001', 'utf-8'],
    ['win-1251', 'windows-1251'],
    ['CP-1252', 'windows-1252'],
    ['ISO_8859-1:1987', 'windows-1252'],
    ['latin9', 'iso-8859-15'],
    ['8859_2', 'iso-8859-2'],
    ['IBM00858', 'ibm858'],
    ['ks_c_5601-1987', 'euc-kr'],
    ['x-gbk', 'gb18030'],
    ['US-ASCII', ''],
    ['unknown-8bit', ''],
    ['(null)', ''],
    ['koi8r', 'koi8-r'],
    ['windows-cp1251', 'windows-1251'],
    ['1251', 'windows-1251'],
    ['iso-latin-2', 'iso-8859-2'],
    ['ISO-8859-1-Windows-3.1-Latin-1', 'windows-1252'],
    ['windows-1252http-equivContent-Type', 'windows-1252'],
    ['iso-8859-8-i', 'iso-8859-8-i'],
    ['UTF-8//TRANSLIT', 'utf-8'],
    ['unicode', 'utf-16'],
    ['x-klingon', 'x-klingon'],
  ])('knows the label %s', (label, name) => {
    expect(charsetName(label)).toBe(name)
  })

  it('reads curly quotes and the euro sign under every name of the western charset', () => {
    for (const label of ['windows-1252', 'csISOLatin1', 'cp819', 'l1', 'iso8859-1'])
      expect(decodeCharset(Uint8Array.of(0x93, 0x80, 0x94), label).text).toBe('“€”')
  })

  it('has whole tables for the charsets that the platform lacks', () => {
    const upper = Uint8Array.from({ length: 128 }, (_, k) => 128 + k)
    for (const name of ['ibm437', 'ibm850', 'ibm852', 'ibm858', 'iso-8859-16']) {
      expect(new Set(decodeByTable(upper, name)).size).toBe(128)
    }
  })

  it('is linear on megabytes of bytes above ASCII', () => {
    const bytes = new Uint8Array(2_000_000).fill(0xe9)
    expect(leastCpuMs(1000, () => decodeCharset(bytes, null))).toBeLessThan(1000)
    expect(leastCpuMs(1000, () => decodeCharset(bytes, 'utf-8'))).toBeLessThan(1000)
    const shifts = Buffer.from('~{'.repeat(500_000))
    expect(leastCpuMs(1000, () => decodeCharset(shifts, 'hz-gb-2312'))).toBeLessThan(1000)
  })
})

const latin = (text: string): Uint8Array => Buffer.from(text.replaceAll('’', '\u0092'), 'latin1')
