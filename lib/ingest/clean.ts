import { addressKey } from '@/lib/mail/address'
import { addressDomain } from '@/lib/mail/address-domain'
import { bodyText } from '@/lib/mail/body-text'
import { isWholeForward, readForwarded } from '@/lib/mail/forwarded'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import { readQuotedAuthor } from '@/lib/mail/quoted-author'
import { readReply } from '@/lib/mail/reply'
import type { ParsedMail } from '@/lib/mail/types'
import { makeExcerpt } from '@/lib/tickets/make-excerpt'
import type { Match, ReadMail } from './types'

/** A message's text as it is stored: new text apart from what it quotes. Nothing is dropped. */
export interface CleanText {
  visible: string
  quoted: string
  signature: string
  /** 0 to 1; below `trustedSplit` a screen shows everything. */
  confidence: number
  rule: string
  excerpt: string
  /** Whose mail this one passes on: a claim of its text, for an agent to judge. */
  forwarded: ForwardedMail | null
}

const confidences = { high: 1, none: 1, low: 0.4 } as const

/**
 * Splits what the writer added from what his client quoted; `earlier` are texts of the conversation, which are known
 * when they come back. A forward's body is what he wants read: kept whole.
 */
export function cleanText(
  parsed: ParsedMail,
  isForward: boolean,
  earlier: readonly string[] = [],
): CleanText {
  const forwarded = readForwarded(parsed)
  const isWhole = isWholeForward({ subjectKind: isForward ? 'forward' : 'reply' }, forwarded)
  const { text } = readReply(parsed, { isForward: isWhole, earlier })
  return {
    visible: text.visible,
    quoted: text.quoted,
    signature: text.signature,
    confidence: confidences[text.confidence],
    rule: text.rule,
    excerpt: makeExcerpt(text.visible === '' ? text.quoted : text.visible),
    forwarded,
  }
}

/**
 * Once its ticket is known, what a mail repeats of it is known as well. What nobody here has seen is not folded: all that
 * the first mail of a ticket quotes, and in a later one the mail of somebody who takes no part.
 */
export function cleanInTicket({ parsed, facts }: ReadMail, text: CleanText, match: Match): CleanText {
  if (match.kind === 'new') return text.quoted === '' ? text : unfolded(text)
  // A mail that is looked at again finds itself in its ticket: it begins with its own text.
  const body = bodyText(parsed).trimStart()
  const earlier = match.candidate.earlierTexts.filter((one) => one !== '' && !body.startsWith(one))
  const known = earlier.length === 0 ? text : cleanText(parsed, facts.subjectKind === 'forward', earlier)
  const isSeen = known.quoted === '' || known.rule === 'known-text' || !quotesStranger(facts, known, match)
  return isSeen ? known : unfolded(known)
}

const unfolded = (text: CleanText): CleanText => ({
  ...text,
  confidence: Math.min(text.confidence, confidences.low),
  rule: `unseen-${text.rule}`,
})

/** Whose mail stands below, where it says so: neither one of the ticket nor of those who were written to, who are ours. */
function quotesStranger(
  { from, to, cc }: ReadMail['facts'],
  text: CleanText,
  { candidate }: Exclude<Match, { kind: 'new' }>,
): boolean {
  const quoted = readQuotedAuthor(text.quoted)
  if (quoted === null || candidate.participantKeys.includes(addressKey(quoted))) return false
  if (from !== null && addressKey(from) === addressKey(quoted)) return false
  return ![...to, ...cc].some((one) => addressDomain(one) === addressDomain(quoted))
}
