import { describe, expect, it } from 'vitest'
import { htmlToText } from '@/lib/mail/html-to-text'
import { splitReplyHtml } from '@/lib/mail/reply-html'
import { splitReplyText } from '@/lib/mail/reply-text'
import { blocksOfClients } from './header-blocks'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const marked = (block: string): string =>
  block
    .split('\n')
    .map((line) => (line.startsWith('>') ? line : `> ${line}`))
    .join('\n')

const answer = 'Yes, thank you.'

describe.each(Object.entries(blocksOfClients))('%s', (_, block) => {
  const isMarked = block.startsWith('>') || block.includes('\n>')

  it.each([
    ['above the quote', `${answer}\n\n${block}\n\n${isMarked ? '> ' : ''}Does it work now?`],
    ['right below the text', `${answer}\n${block}\n${isMarked ? '> ' : ''}Does it work now?`],
    ['above a marked quote', `${answer}\n\n${block}\n> Does it work now?\n> Ada`],
    ['marked itself', `${answer}\n\n${marked(block)}\n>\n> Does it work now?\n> Ada`],
    ['with a blank line after each', `${answer}\n\n\n${block.replaceAll('\n', '\n\n')}\n\n> Does it work?`],
    ['under a rule', `${answer}\n\n________________________________\n${block}\n\n> Does it work now?`],
  ])('%s', (_name, text) => {
    expect(splitReplyText(text)).toMatchObject({ visible: answer, confidence: 'high' })
  })

  const lines = block.split('\n').map(escaped)
  const end = escaped(isMarked ? '> Does it work now?' : 'Does it work now?')
  it.each([
    ['paragraphs', `<p>${answer}</p>${lines.map((line) => `<p>${line}</p>`).join('')}<p>${end}</p>`],
    ['lines', `<div>${answer}<br><br>${lines.join('<br>')}<br><br>${end}</div>`],
    [
      'bold labels under a line',
      `<div>${answer}</div><hr><div>${lines
        .map((line) => line.replace(/^([^:：]{1,20}[:：])/, '<b>$1</b>'))
        .join('<br>')}</div><div>${end}</div>`,
    ],
  ])('as HTML, in %s', (_name, html) => {
    const reply = splitReplyHtml(html)
    expect([htmlToText(reply.visible), reply.confidence]).toEqual([answer, 'high'])
  })
})
