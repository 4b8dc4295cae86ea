import { describe, expect, test } from 'vitest'
import { maySaySame, readSubjectWords } from '@/lib/mail/subject-words'

const maybeSame = (one: string, other: string): boolean => {
  const [a, b] = [readSubjectWords(one), readSubjectWords(other)]
  const answer = maySaySame(a, b)
  expect(maySaySame(b, a), 'whichever came first').toBe(answer)
  return answer
}

describe('a subject that was changed on its way is the same', () => {
  test.each<[string, string, string]>([
    ['answered in English', 'Broken lamp', 'Re: Broken lamp'],
    ['answered in Italian', 'Lampada rotta', 'R: Lampada rotta'],
    ['answered in Italian by another program', 'Lampada rotta', 'Ris: Rif: Lampada rotta'],
    ['answered in French, with a space before the colon', 'Lampe cassée', 'RE : Lampe cassée'],
    ['answered in German', 'Lampe kaputt', 'AW: Antwort: Lampe kaputt'],
    ['passed on in German and French', 'Lampe kaputt', 'WG: TR : Lampe kaputt'],
    ['answered many times', 'Broken lamp', 'Re: R: AW: Re[3]: Broken lamp'],
    ['a gateway marks what comes from outside', 'Broken lamp', '[EXTERNAL] Re: Broken lamp'],
    ['a gateway marks it behind the prefix', 'Broken lamp', 'Re: [Extern] Broken lamp'],
    ['a filter calls it spam', 'Broken lamp', '***SPAM*** Re: Broken lamp'],
    ['a list puts its name in front', 'Broken lamp', '[lamps] Broken lamp'],
    ['a list puts it behind the prefix', '[lamps] Broken lamp', 'AW: [lamps-owners] Broken lamp'],
    ['a program adds the number of its ticket', 'Broken lamp', 'Re: Broken lamp [#4711]'],
    ['a ticket’s number in words', 'Lampada rotta', 'R: Ticket #4711: Lampada rotta'],
    ['the number of a ticket goes', 'Broken lamp (Case #4711)', 'Re: Broken lamp'],
    ['cut off in the middle of a word', 'The lamp above the stairs flickers', 'Re: The lamp above the sta'],
    ['cut off, with dots', 'The lamp above the stairs flickers', 'Re: The lamp…'],
    ['folded, and a space was lost', 'The lamp above the stairs', 'Re: The lamp abovethe stairs'],
    ['its accents were lost', 'Facture impayée', 'Re: Facture impayee'],
    ['ß became ss', 'Größe der Straße', 'AW: Grosse der Strasse'],
    ['other capitals and signs', 'Broken lamp!', 'RE: BROKEN LAMP'],
    ['half of it was not decoded', 'Größe der Lampe', 'AW: Gr\uFFFD\uFFFDe der Lampe'],
    ['a character became a question mark', 'Größe der Lampe', 'AW: Gr??e der Lampe'],
    ['left as it travelled', 'Größe', 'Re: =?utf-8?Q?Gr=C3=B6=C3=9Fe?='],
    ['somebody added a word', 'Broken lamp', 'Re: Broken lamp URGENT'],
    ['somebody put a word before it', 'Broken lamp', 'Urgent: broken lamp'],
    ['somebody named what it was before', 'Re: Broken lamp', 'Broken lamp (was: Chair)'],
    ['it says nothing', 'Broken lamp', ''],
    ['only a prefix', 'Broken lamp', 'Re:'],
    ['a program put words where there were none', 'Broken lamp', '(kein Betreff)'],
    ['the same in Italian', 'Lampada rotta', '(nessun oggetto)'],
    ['the same in French', 'Lampe cassée', '(sans objet)'],
  ])('%s', (_name, one, other) => {
    expect(maybeSame(one, other)).toBe(true)
  })
})

describe('a subject that its writer chose anew is another', () => {
  test.each<[string, string, string]>([
    ['in English', 'Broken lamp', 'Re: Invoice for November'],
    ['in Italian', 'Lampada rotta', 'R: Fattura di novembre'],
    ['in French', 'Lampe cassée', 'RE : Facture de novembre'],
    ['in German', 'Lampe kaputt', 'AW: Rechnung für November'],
    ['without a prefix', 'Broken lamp', 'Door does not close'],
    ['under the same tag of a list', '[lamps] Broken lamp', 'Re: [lamps] Door does not close'],
    ['with the old mark left in it', 'Broken lamp [#4711]', 'Re: Door does not close [#4711]'],
    ['with the old one behind it', 'Broken lamp', 'Door does not close (was: Broken lamp)'],
    ['of two numbers', 'Order 4711', 'Re: Order 4712'],
    ['of two tickets', 'Ticket #4711', 'Ticket #4712'],
    ['which shares one short word', 'Order', 'Order for another lamp'],
    ['which begins alike', 'Lamp', 'Lampshade'],
  ])('%s', (_name, one, other) => {
    expect(maybeSame(one, other)).toBe(false)
  })
})

test('a subject of any length is read at once', () => {
  const startMs = performance.now()
  for (const part of ['[', '(was: ', '*'.repeat(5), '# ', 'Re: ', '=?a', '{x', 'a?'])
    readSubjectWords(part.repeat(100_000))
  expect(performance.now() - startMs).toBeLessThan(500)
})
