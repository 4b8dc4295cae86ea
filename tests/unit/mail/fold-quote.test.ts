import { expect, test } from 'vitest'
import { frameDocument } from '@/components/mail/frame-document'
import { cleanHtml } from '@/lib/mail/clean-html'
import { cleanAndFold } from '@/lib/mail/fold-quote'

const options = { cidUrl: () => null }
const quote =
  '<div class="gmail_quote"><div class="gmail_attr">On Mon, 2 Nov 2026 at 10:00, Desk &lt;desk@lume.test&gt; wrote:</div><blockquote>Have you tried water?</blockquote></div>'
const fold = (html: string) => cleanAndFold(html, options).html

test('what a client quoted at the end is folded, and nothing of either half is lost', () => {
  const html = fold(`<div>It was the water.</div>${quote}`)
  const [above = '', below = ''] = html.split('<details><summary></summary>')
  expect(above).toBe('<div>It was the water.</div>')
  expect(below).toContain('Have you tried water?')
  expect(below.endsWith('</details>')).toBe(true)
})

test.each([
  ['a mail without a quote', '<p>It was the water.</p>'],
  ['nothing but a quote', quote],
  ['an answer below the quote', `<div>See below.</div>${quote}<div>It was the water, thank you.</div>`],
])('%s is shown as it is', (_, html) => {
  expect(fold(html)).toBe(cleanHtml(html, options).html)
  expect(fold(html)).not.toContain('<details')
})

const theirFold = '<details open ontoggle="alert(1)"><summary onclick="alert(1)">x</summary>y</details>'
const hostile = `${theirFold}<script>alert(1)</script><img src=x onerror=alert(1)>`
test.each([
  ['above the quote', `${hostile}<div>Yes.</div>${quote}`, 1],
  ['inside the quote', `<div>Yes.</div>${quote.replace('Have', `${hostile}Have`)}`, 1],
  ['closed inside the quote', `<div>Yes.</div>${quote.replace('Have', '</details></summary>Have')}`, 1],
  ['left open', `<details open><div>Yes.</div>${quote.replace('Have', '</details>Have')}`, 0],
])('a fold that a mail brings along, %s, is no fold here', (_, html, folds) => {
  const shown = fold(html)
  const count = (part: string) => shown.split(part).length - 1
  expect([count('<details'), count('</details>'), count('<summary></summary>')]).toEqual([
    folds,
    folds,
    folds,
  ])
  expect(shown).not.toMatch(/<script|onerror|ontoggle|onclick|<details[^>]/)
  expect(shown).toContain('you tried water?')
})

test('remote pictures of both halves are counted', () => {
  const picture = '<img src="https://tracker.example/a.png">'
  const clean = cleanAndFold(`<div>Yes. ${picture}</div>${quote.replace('Have', `${picture}Have`)}`, options)
  expect(clean.html).toContain('<details>')
  expect(clean.remoteImages).toBe(2)
})

test('the frame names the fold in the reader’s language, as text', () => {
  const look = {
    ...{
      paper: 'page' as const,
      scheme: 'light' as const,
      inkColor: 'black',
      linkColor: 'blue',
      lineColor: 'grey',
      fontFamily: 'sans',
    },
    ...{ nonce: 'n', quoteLabel: 'Texte <cité>', fontFaces: '', pictureFolder: null },
  }
  const document = frameDocument(fold(`<div>Oui.</div>${quote}`), 'http://localhost', look)
  expect(document).toContain('<details><summary>Texte &lt;cité></summary>')
})
