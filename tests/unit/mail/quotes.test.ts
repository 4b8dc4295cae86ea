import { describe, expect, it } from 'vitest'
import { htmlToText } from '@/lib/mail/html-to-text'
import { splitReplyText } from '@/lib/mail/reply-text'
import { attributions, headerBlocks } from './attributions'

const broken = (line: string): string => line.replaceAll(' / ', '\n')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

describe.each(Object.entries(attributions))('%s', (_, lines) => {
  it.each(lines)('%s', (line) => {
    const quoted = `${broken(line)}\n> Does it work now?\n> Ada`
    expect(splitReplyText(`Yes, thank you.\n\n${quoted}`)).toMatchObject({
      visible: 'Yes, thank you.',
      quoted,
      confidence: 'high',
    })
  })

  it.each(lines)('%s — without quote marks below', (line) => {
    const text = `Yes, thank you.\nEva\n\n${broken(line)}\n\nDoes it work now?`
    expect(splitReplyText(text).visible).toBe('Yes, thank you.\nEva')
  })

  it.each(lines)('%s — the answer below', (line) => {
    const text = `${broken(line)}\n> Does it work now?\n\nYes, thank you.`
    expect(splitReplyText(text).visible).toBe('Yes, thank you.')
  })
})

describe('header blocks', () => {
  it.each(Object.entries(headerBlocks))('%s', (_, block) => {
    const quoted = `________________________________\n${block.join('\n')}\n\nDoes it work now?`
    expect(splitReplyText(`Yes, thank you.\n\n${quoted}`)).toMatchObject({
      visible: 'Yes, thank you.',
      quoted,
      confidence: 'high',
    })
  })

  it.each(Object.entries(headerBlocks).filter(([name]) => !name.startsWith('values')))(
    '%s, as paragraphs of HTML',
    (_, block) => {
      const html = `<p>Yes, thank you.</p>${block.map((line) => `<p>${escaped(line)}</p>`).join('')}<p>Does it work?</p>`
      expect(splitReplyText(htmlToText(html)).visible).toBe('Yes, thank you.')
    },
  )
})
