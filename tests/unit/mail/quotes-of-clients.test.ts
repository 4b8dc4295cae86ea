import { describe, expect, it } from 'vitest'
import { htmlToText } from '@/lib/mail/html-to-text'
import { readReply } from '@/lib/mail/reply'
import { splitReplyHtml } from '@/lib/mail/reply-html'
import { answersInside, quotesOfClients } from './quotes-of-clients'

describe('the quote that a client marks in HTML', () => {
  it.each(Object.entries(quotesOfClients))('%s is folded, and nothing else', (_, html) => {
    const reply = splitReplyHtml(html)
    expect([htmlToText(reply.visible), reply.confidence]).toEqual(['Yes, thank you.', 'high'])
    expect(htmlToText(reply.quoted)).toContain('Does it work')
  })

  it.each(Object.entries(quotesOfClients))('%s, read as text', (_, html) => {
    expect(readReply({ text: '', html }, { isForward: false }).text.visible).toBe('Yes, thank you.')
  })
})

describe('answers inside or below a quote', () => {
  it.each(Object.entries(answersInside))('%s: all of them stay visible', (_, html) => {
    const own = html.match(/MINE/g)?.length ?? 0
    const { text, html: formatted } = readReply({ text: '', html }, { isForward: false })
    expect(text.visible.match(/MINE/g)?.length).toBe(own)
    expect(formatted?.visible.match(/MINE/g)?.length).toBe(own)
  })
})
