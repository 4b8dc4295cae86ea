import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displaySender } from '@/lib/mail/display-name'
import { contentDisposition, safeFileName } from '@/lib/mail/file-name'
import { parseMailDate } from '@/lib/mail/mail-date'
import { normaliseSubject } from '@/lib/mail/subject'
import { textToHtml } from '@/lib/mail/text-to-html'

describe('safeFileName', () => {
  it('no name leaves its folder, splits a header or hides its ending', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }))
    fc.assert(
      fc.property(text, (declared) => {
        const name = safeFileName(declared)
        expect(name).not.toBe('')
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201)
        expect(/[/\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)).toBe(false)
        expect(name.startsWith('.') || name.endsWith('.') || name.endsWith(' ')).toBe(false)
        const header = contentDisposition(declared, 'attachment')
        expect(
          /^attachment; filename="[\x20-\x7e]*"(?:; filename\*=UTF-8''[A-Za-z0-9%!~_.\-&+^`|$#]*)?$/.test(
            header,
          ),
        ).toBe(true)
      }),
      { numRuns: 10_000 },
    )
  })

  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\x\\y.txt', 'C__x_y.txt'],
    ['.htaccess', 'htaccess'],
    ['\u200b.htaccess', 'htaccess'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['', 'attachment'],
    ['..', 'attachment'],
    ['giù.pdf', 'giù.pdf'],
    [`${'a'.repeat(500)}.pdf`, `${'a'.repeat(196)}.pdf`],
  ])('%j is shown as %s', (declared, shown) => {
    expect(safeFileName(declared)).toBe(shown)
  })

  it('an umlaut travels in both forms', () => {
    expect(contentDisposition('giù "x".pdf', 'inline')).toBe(
      `inline; filename="giu _x_.pdf"; filename*=UTF-8''gi%C3%B9%20_x_.pdf`,
    )
  })
})

describe('displaySender', () => {
  it.each([
    ['Support <help@desk.example>', true],
    ['help@desk.example', true],
    ['help＠desk.example', true],
    ['h\u200belp@desk.example', true],
    ['evil@evil.example', false],
    ['Eva Rossi', false],
    ['Eva @ Uno', false],
  ])('%j claims another address: %s', (name, expected) => {
    expect(displaySender({ name, address: 'evil@evil.example' }).hasForeignAddress).toBe(expected)
  })

  it('a name cannot turn the line around', () => {
    const shown = displaySender({ name: '\u202egnp.exe', address: 'a@b.example' })
    expect(shown).toMatchObject({ name: 'gnp.exe', hadHiddenCharacters: true })
  })
})

describe('normaliseSubject', () => {
  it.each([
    ['Re: Ordine', 'Ordine', 'reply'],
    ['R: I: Ordine', 'Ordine', 'reply'],
    ['RE : Panne', 'Panne', 'reply'],
    ['TR: Panne', 'Panne', 'forward'],
    ['AW: WG: Störung', 'Störung', 'reply'],
    ['WG: Störung', 'Störung', 'forward'],
    ['Re[2]: Re (3): x', 'x', 'reply'],
    ['[Fwd: Ordine]', 'Ordine', 'forward'],
    ['Fwd: Re: x', 'x', 'forward'],
    ['ΣΧΕΤ: Panne', 'Panne', 'reply'],
    ['Ré : Panne', 'Panne', 'reply'],
    ['Trả lời: Panne', 'Panne', 'reply'],
    ['Отг: Panne', 'Panne', 'reply'],
    ['Препр: Panne', 'Panne', 'forward'],
    ['Chuyển tiếp: Panne', 'Panne', 'forward'],
    ['Doorgestuurd: Panne', 'Panne', 'forward'],
    ['ATS: login fails', 'ATS: login fails', 'new'],
    ['[EXTERNAL] Re: Ordine', 'Ordine', 'reply'],
    ['[EXT] I: Ordine', 'Ordine', 'forward'],
    ['[ESTERNO][SPAM?] WG: Re: Ordine', 'Ordine', 'forward'],
    ['***SPAM*** Fwd: Ordine', 'Ordine', 'forward'],
    ['[EXT]: AW: Ordine', 'Ordine', 'reply'],
    ['Re: [EXTERNAL] Re: Ordine', 'Ordine', 'reply'],
    ['[users] Re: [Fwd: Ordine]', 'Ordine', 'reply'],
    ['[EXTERNAL] Ordine', '[EXTERNAL] Ordine', 'new'],
    ['[Ticket 12] Ordine: Re: x', '[Ticket 12] Ordine: Re: x', 'new'],
    ['***', '***', 'new'],
    ['[', '[', 'new'],
    ['Reso: pacco', 'Reso: pacco', 'new'],
    ['Invoice: 12', 'Invoice: 12', 'new'],
    ['', '', 'new'],
  ])('%j is %j, a %s', (subject, base, kind) => {
    expect(normaliseSubject(subject)).toEqual({ base, kind })
  })
})

describe('parseMailDate', () => {
  it.each([
    ['Mon, 02 Mar 2026 10:15:00 +0100', '2026-03-02T09:15:00.000Z'],
    ['2 Mar 2026 10:15 EST', '2026-03-02T15:15:00.000Z'],
    ['Mon, 2 Mar 26 10:15:00 GMT (comment)', '2026-03-02T10:15:00.000Z'],
    ['Mon Mar  2 10:15:00 2026', '2026-03-02T10:15:00.000Z'],
    ['2026-03-02T10:15:00Z', '2026-03-02T10:15:00.000Z'],
    ['Tue, 30 Jun 2015 23:59:60 +0000', '2015-06-30T23:59:59.000Z'],
    ['not a date', null],
    ['', null],
    ['Mon, 02 Mar 99999 10:15:00 +0100', null],
    ['Mon, 02 Mar 2026 25:15:00 +0100', null],
    ['Mon, 02 Mar 2026 10:15:00 +9999', null],
    ['Mon, 02 Foo 2026 10:15:00 +0100', null],
  ])('%j is %s', (value, expected) => {
    expect(parseMailDate(value)?.toISOString() ?? null).toBe(expected)
  })
})

describe('textToHtml', () => {
  it('escapes everything and links only http', () => {
    expect(textToHtml('<b> https://x.example/?a=1&b=2. javascript:alert(1)')).toBe(
      '<div style="white-space:pre-wrap">&#60;b&#62; <a href="https://x.example/?a=1&#38;b=2" target="_blank" rel="noopener noreferrer nofollow">https://x.example/?a=1&#38;b=2</a>. javascript:alert(1)</div>',
    )
  })
})
