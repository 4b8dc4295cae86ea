import { readReply } from '@/lib/mail/reply'
import type { ParsedMail } from '@/lib/mail/types'

/** A message's text as it is stored: new text apart from what it quotes. Nothing is dropped. */
export interface CleanText {
  visible: string
  quoted: string
  signature: string
  /** 0 to 1; below `trustedSplit` a screen shows everything. */
  confidence: number
  rule: string
  excerpt: string
}

const excerptLength = 160
const confidences = { high: 1, none: 1, low: 0.4 } as const

/** Splits what the writer added from what his client quoted. A forward's body is what he wants read: kept whole. */
export function cleanText(parsed: ParsedMail, isForward: boolean): CleanText {
  const { text } = readReply(parsed, { isForward })
  return {
    visible: text.visible,
    quoted: text.quoted,
    signature: text.signature,
    confidence: confidences[text.confidence],
    rule: text.rule,
    excerpt: makeExcerpt(text.visible),
  }
}

export function makeExcerpt(text: string): string {
  const line = text
    .slice(0, 4 * excerptLength)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= excerptLength ? line : `${line.slice(0, excerptLength - 1).trimEnd()}…`
}
