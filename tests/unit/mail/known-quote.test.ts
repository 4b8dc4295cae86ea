import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findKnownQuote } from '@/lib/mail/known-quote'
import { readReply } from '@/lib/mail/reply'
import { splitReplyText } from '@/lib/mail/reply-text'
import { leastCpuMs } from './cpu-time'

const ours =
  'Good morning Eva,\n\nthe printer on the second floor needs a new drum before Friday. Please tell us when ' +
  'somebody may come in, and whether the old one is still under guarantee.\n\nKind regards\nAda of the help desk'

const rewrapped = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => {
    const out = ['']
    for (const word of line.split(' ')) {
      const last = out.at(-1) ?? ''
      if (last !== '' && last.length + word.length >= width) out.push(word)
      else out[out.length - 1] = last === '' ? word : `${last} ${word}`
    }
    return out
  })

const split = (text: string, earlier: readonly string[] = [ours]) =>
  splitReplyText(text, { isForward: false, earlier })

describe('what we sent ourselves is known when it comes back', () => {
  it('is folded without any mark, and the answer above stays', () => {
    expect(split(`Tuesday at nine.\nEva\n\n${ours}`)).toMatchObject({
      visible: 'Tuesday at nine.\nEva',
      quoted: ours,
      confidence: 'high',
      rule: 'known-text',
    })
  })

  it('is known with other line breaks and quote marks, at any width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 90 }),
        fc.constantFrom('', '> ', '>> ', '| ', '    '),
        (width, mark) => {
          const quoted = rewrapped(ours, width).map((line) => `${mark}${line}`)
          const { visible } = split(`Tuesday at nine.\n\n${quoted.join('\n')}`)
          expect(visible).toBe('Tuesday at nine.')
        },
      ),
    )
  })

  it.each([
    [
      'labels of a language that is in no table',
      'Kubva: Ada\nRakatumirwa: 02/03/2026\nKuna: Eva\nMusoro: Purinda',
    ],
    ['an attribution of a language that is in no table', '02/03/2026 09:12 Ada akanyora:'],
    ['dashes', '------------------------------'],
    ['a header block', 'From: Ada <help@desk.example>\nSent: Monday\nTo: Eva\nSubject: Printer'],
  ])('takes what introduces it along: %s', (_, introduction) => {
    expect(split(`Tuesday at nine.\n\n${introduction}\n\n${ours}`)).toMatchObject({
      visible: 'Tuesday at nine.',
      quoted: `${introduction}\n\n${ours}`,
    })
  })

  it('keeps an answer below it', () => {
    expect(split(`${ours}\n\nTuesday at nine.`).visible).toBe('Tuesday at nine.')
  })

  it('shows everything when the answers stand between its lines', () => {
    const [hello = '', , request = '', , ...end] = ours.split('\n')
    const text = [
      hello,
      request,
      'Somebody is there on Tuesday, all day.',
      ...end,
      'Guarantee ended last year.',
    ].join('\n')
    expect(split(text)).toMatchObject({ visible: text, confidence: 'low' })
  })

  it('is known in HTML that no client marked', () => {
    const html = `<div>Tuesday at nine.</div><div>${ours.replaceAll('\n', '<br>')}</div>`
    expect(readReply({ text: '', html }, { isForward: false, earlier: [ours] }).text.visible).toBe(
      'Tuesday at nine.',
    )
  })

  it('folds older mails below it too', () => {
    const older = 'On Sun, Mar 1, 2026 at 8:00 AM Eva <eva@uno.example> wrote:\n> The printer is ill.'
    expect(split(`Tuesday at nine.\n\n${ours}\n\n${older}`).visible).toBe('Tuesday at nine.')
  })
})

/** Our mail, and what its questions are answered with. */
const asked =
  'Good morning Eva,\n\nbefore the technician comes we have to know a few things about the printer:\n' +
  '1. on which floor does the broken printer stand?\n2. which colour has the lamp above the paper tray?\n\n' +
  'With that we can send somebody within two days.\n\nKind regards\nAda of the help desk'
const block = 'From: Ada <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Printer'
const blockHtml = `<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>${block
  .replace(/<|>/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
  .replaceAll('\n', '<br>')}</p></div>`
const asHtml = (text: string): string => text.replace(/^.+$/gm, '<p>$&</p>')

describe('answers between our own lines', () => {
  const answered: readonly (readonly [string, string])[] = [
    ['one word', asked.replace('stand?', 'stand?\nSecond')],
    ['one word, at the end of our line', asked.replace('stand?', 'stand? SECOND')],
    ['an arrow before it', asked.replace('tray?', 'tray?\n\n--> red')],
    ['a figure', asked.replace('stand?', 'stand?\n\n7')],
    ['a sentence', asked.replace('tray?', 'tray?\nIt is red, and blinks since this morning.')],
    ['at the end of a line that is marked', asked.replace('tray?', 'tray? red').replace(/^/gm, '> ')],
  ]
  const above = 'Hello Ada, thank you for the help.'

  it.each(answered)('%s: all is shown, as text', (_, quoted) => {
    const { visible, confidence } = split(`${above}\n\n${block}\n\n${quoted}`, [asked])
    expect([visible, confidence]).toEqual([`${above}\n\n${block}\n\n${quoted}`, 'low'])
  })

  it.each(answered.slice(0, -1))('%s: all is shown, whatever border the HTML has', (_, quoted) => {
    const html = `<p>${above}</p>${blockHtml}${asHtml(quoted)}`
    for (const text of ['', `${above}\n\n${block}\n\n${quoted}`]) {
      const reply = readReply({ text, html }, { isForward: false, earlier: [asked] })
      expect([reply.text.confidence, reply.text.quoted]).toEqual(['low', ''])
      expect(reply.html).toMatchObject({ visible: html, quoted: '', confidence: 'low' })
    }
  })

  it.each([
    ['links that a client rewrote', asked.replace('tray?', 'tray?<https://safe.example/?url=x&data=1>')],
    ['a picture that a client names', asked.replace('tray?', 'tray?\n[cid:image001.png@01DC]\n')],
    ['a name that a client printed', asked.replace('With that', 'Ada Help:\nWith that')],
    ['quote marks', asked.replace('With that', 'a banner\nWith that').replace(/^/gm, '> ')],
  ])('are none: %s', (_, quoted) => {
    expect(split(`${above}\n\n${quoted}`, [asked])).toMatchObject({ visible: above, confidence: 'high' })
  })

  it('are none in a long conversation, whose older mails have their introductions and signatures', () => {
    const first =
      'Good morning,\nsince Friday the printer on the second floor prints nothing but empty pages.'
    const older = `${asked}\n\nDesk srl, Via Roma 1\n\n${block.replace('Ada <help@desk.example>', 'Eva <eva@uno.example>')}\n\n${first}`
    expect(split(`${above}\n\n${block}\n\n${older}`, [asked, first])).toMatchObject({
      visible: above,
      confidence: 'high',
      rule: 'known-text',
    })
    // What stands in the place of a signature is one, unless the writer says that he answers there.
    const told = split(`Hi, my answers are below in red.\n\n${block}\n\n${older}`, [asked, first])
    expect(told.confidence).toBe('low')
  })
})

describe('what is new is never taken for known', () => {
  it('words of ours that a customer uses too', () => {
    const text = 'Good morning Ada,\n\nthe drum is still under guarantee.\n\nKind regards\nEva'
    expect(split(text)).toMatchObject({ visible: text, quoted: '' })
  })

  it('a mail that only repeats ours is shown whole', () => {
    expect(split(ours).visible).not.toBe('')
  })

  it('loses no line and invents none', () => {
    const lines = fc.constantFrom(
      ...ours.split('\n'),
      'Tuesday at nine.',
      '> x',
      'From: Ada',
      '-- ',
      'A: b',
      '',
    )
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), (all) => {
        const text = all.join('\n')
        const { visible, quoted, signature } = split(text)
        const sorted = (one: string): string[] =>
          one
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== '')
            .toSorted()
        expect(sorted([visible, quoted, signature].join('\n'))).toEqual(sorted(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('takes linear time on a long text of few words', () => {
    const text = 'the printer on the second floor '.repeat(30_000)
    const read = () => findKnownQuote(text.split('\n'), [text, ours])
    expect(leastCpuMs(1500, read)).toBeLessThan(1500)
  })
})
