import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitReplyHtml } from '@/lib/mail/reply-html'
import { splitReplyText } from '@/lib/mail/reply-text'
import { leastCpuMs } from './cpu-time'

const line = fc.constantFrom(
  'Ciao',
  '',
  '> citato',
  '>> due',
  'On Mon, Mar 2, 2026 at 9:12 AM Help <help@desk.example> wrote:',
  'Il giorno lun 2 mar 2026 Eva <eva@uno.example>',
  'ha scritto:',
  'From: Help',
  'Sent: Monday',
  'To: Eva',
  'Subject: x',
  '-----Original Message-----',
  '________________________________',
  '-- ',
  'Sent from my iPhone',
  '---------- Forwarded message ---------',
)

const words = (text: string): string[] =>
  text
    .split('\n')
    .filter((one) => one.trim() !== '')
    .map((one) => one.trim())
    .toSorted()

describe('splitReplyText', () => {
  // A line that lands in none of the three parts is a sentence of the customer that nobody reads.
  it('loses no line and invents none', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const text = lines.join('\n')
        const { visible, quoted, signature } = splitReplyText(text)
        expect(words([visible, quoted, signature].join('\n'))).toEqual(words(text))
      }),
      { numRuns: 5000 },
    )
  })

  it('never leaves an agent with nothing to read', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), (lines) => {
        const text = lines.join('\n')
        if (text.trim() === '') return
        const { visible, quoted, confidence } = splitReplyText(text)
        // What is no trusted split is shown with what it calls quoted.
        expect(confidence === 'low' ? visible + quoted : visible).not.toBe('')
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['newlines', '\n'],
    ['quote marks', '>'],
    ['quoted lines', '> x\n'],
    ['attributions', 'On Mon, Mar 2, 2026 x <a@b.example> wrote:\n'],
    ['half attributions', 'On Mon 2 x wrote\n'],
    ['header blocks', 'From: x\nSent: y\n'],
    ['signatures', '-- \n'],
    ['dashes', '-'],
    ['blanks', ' '],
    ['one word', 'a'],
  ])('takes linear time on %s', (_, pump) => {
    const text = pump.repeat(Math.floor(1_000_000 / pump.length))
    expect(leastCpuMs(1000, () => splitReplyText(text))).toBeLessThan(1000)
  })

  it('keeps verbatim what is too long to analyse', () => {
    const text = `Ciao\n${'x'.repeat(300_000)} fine`
    const { visible, quoted } = splitReplyText(text)
    expect(visible + quoted).toBe(text)
  })

  it('a sentence with "wrote:" is not taken for an attribution', () => {
    const text = 'The manual wrote:\npress the button\nbut nothing happens'
    expect(splitReplyText(text).visible).toBe(text)
  })

  it('a forwarded mail is kept whole', () => {
    const text = 'Vedi sotto\n\n-----Messaggio originale-----\nDa: x\nInviato: y\nA: z\n\nTesto'
    expect(splitReplyText(text, { isForward: true })).toMatchObject({ visible: text, quoted: '' })
  })
})

describe('splitReplyHtml', () => {
  it('both halves together are the source', () => {
    const html =
      '<div>Ciao</div><div class="gmail_quote"><div class="gmail_attr">Il 2 mar Eva ha scritto:</div><blockquote class="gmail_quote">x</blockquote></div>'
    const { visible, quoted, rule } = splitReplyHtml(html)
    expect([visible + quoted, rule]).toEqual([html, 'gmail-quote'])
  })

  it('answers written between the quoted lines stay visible', () => {
    const html =
      '<div>Vedi sotto</div><div class="gmail_quote"><div class="gmail_attr">Il 2 mar Eva ha scritto:</div><blockquote class="gmail_quote">x</blockquote>certo<blockquote class="gmail_quote">y</blockquote></div>'
    expect(splitReplyHtml(html)).toMatchObject({ visible: html, quoted: '', confidence: 'low' })
  })

  it('an answer below the quote is what is shown', () => {
    const html = '<blockquote type="cite">vecchio</blockquote><p>nuovo</p>'
    expect(splitReplyHtml(html)).toMatchObject({
      visible: '<p>nuovo</p>',
      quoted: '<blockquote type="cite">vecchio</blockquote>',
    })
  })

  it('a forwarded mail is kept whole although it wears the class of a quote', () => {
    const html =
      '<div>Vedi</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>Da: x</div>testo</div>'
    expect(splitReplyHtml(html)).toMatchObject({ visible: html, quoted: '' })
  })
})

it('a date and an address without a colon introduce what is quoted below, and are left alone elsewhere', () => {
  const introduction = '2026/3/2 Ada Help <help@desk.example>'
  expect(splitReplyText(`Grazie\n\n${introduction}\n\n> Ecco il preventivo`).visible).toBe('Grazie')
  const list = `Interventi:\n\n${introduction}\n2026/3/4 Eva <eva@uno.example>`
  expect(splitReplyText(list).visible).toBe(list)
})
