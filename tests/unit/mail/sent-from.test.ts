import { describe, expect, it } from 'vitest'
import { splitReplyText } from '@/lib/mail/reply-text'
import { notSentFrom, sentFrom } from './sent-from'

describe('what a phone or a program puts under a mail', () => {
  it.each(sentFrom)('"%s" is set apart', (line) => {
    expect(splitReplyText(`Yes, thank you.\nEva\n\n${line}\n`)).toMatchObject({
      visible: 'Yes, thank you.\nEva',
      signature: line,
    })
  })

  it.each(notSentFrom)('"%s" is what a person says', (line) => {
    expect(splitReplyText(`Hello,\n\n${line}\n`).visible).toBe(`Hello,\n\n${line}`)
  })
})
