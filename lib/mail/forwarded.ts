import type { ForwardedMail } from './forwarded-mail'
import { findForward } from './forwarded-text'
import { htmlToText } from './html-to-text'
import { normaliseSubject } from './subject'
import type { MailAttachment, MailFacts, ParsedMail } from './types'

type Forwardable = Pick<
  ParsedMail,
  'subject' | 'text' | 'html' | 'attachments' | 'contentType' | 'inReplyTo' | 'references'
> &
  Partial<Pick<ParsedMail, 'from' | 'to' | 'cc'>>

const MAX_TEXT = 200_000
const MAX_NESTED = 8

/**
 * The mail that this one passes on, or null: as attached message, or within the text in the shape clients give it.
 * Nothing here says that the claim is true: anybody can write such a header block, so who may act on it is decided
 * elsewhere, and `evidence` holds what was seen.
 */
export function readForwarded(mail: Forwardable): ForwardedMail | null {
  const kind = normaliseSubject(mail.subject).kind
  const context = {
    subject: mail.subject,
    hasAncestors: hasAncestors(mail),
    sender: mail.from ?? null,
    recipients: [...(mail.to ?? []), ...(mail.cc ?? [])],
  }
  const inline =
    findForward(mail.text.slice(0, MAX_TEXT), context) ??
    (isHtmlWanted(mail, kind === 'forward')
      ? findForward(htmlToText(mail.html ?? '').slice(0, MAX_TEXT), context)
      : null)
  const attached = readAttached(mail, kind === 'forward')
  if (inline === null || (attached !== null && inline.confidence === 'low')) return attached ?? inline
  return inline
}

/**
 * Whether the whole text is what the reader wants, so that nothing may be folded: a forward by its subject, or by
 * more than a bare header block, which replies have too.
 */
export const isWholeForward = (
  facts: Pick<MailFacts, 'subjectKind'>,
  forwarded: ForwardedMail | null,
): boolean =>
  facts.subjectKind === 'forward' || (forwarded?.how === 'inline' && forwarded.confidence !== 'low')

/** The formatted version says the same as the text beside it; only where a forward is announced it is asked as well. */
const isHtmlWanted = (mail: Forwardable, isForwardSubject: boolean): boolean =>
  mail.html !== null && (isForwardSubject || mail.text.trim() === '')

/** Forwards carry them too, in Gmail and Apple Mail; without a forward's subject they speak for a reply. */
const hasAncestors = (mail: Forwardable): boolean => mail.inReplyTo.length > 0 || mail.references.length > 0

/** Exact, since nothing of the original is retyped. Reports attach messages too: those are nobody's forward. */
function readAttached(mail: Forwardable, isForwardSubject: boolean): ForwardedMail | null {
  if (mail.contentType.startsWith('multipart/report')) return null
  const own = mail.attachments.filter((one) => one.message !== undefined && !one.path.includes('/'))
  const [first] = own
  if (first === undefined) return null
  const confidence = own.length > 1 ? 'low' : isForwardSubject || mail.text.trim() === '' ? 'high' : 'medium'
  return toForwarded(first, mail, confidence, mail.text.trim(), 0)
}

function toForwarded(
  attachment: MailAttachment,
  mail: Forwardable,
  confidence: ForwardedMail['confidence'],
  note: string,
  depth: number,
): ForwardedMail | null {
  const { message, path } = attachment
  if (message === undefined) return null
  const inside = mail.attachments.find(
    (one) =>
      one.message !== undefined &&
      one.path.startsWith(`${path}/`) &&
      !one.path.slice(path.length + 1).includes('/'),
  )
  const inner =
    depth < MAX_NESTED && inside !== undefined
      ? toForwarded(inside, mail, confidence, message.text.trim(), depth + 1)
      : findForward(message.text, { subject: message.subject, hasAncestors: false })
  return {
    how: 'attached',
    from: message.from,
    fromText: message.fromText,
    dateText: message.date?.toISOString() ?? '',
    date: message.date,
    isZoneKnown: message.date !== null,
    subject: message.subject,
    to: message.to,
    cc: message.cc,
    body: message.text.trim(),
    note,
    confidence: message.from === null ? 'low' : confidence,
    evidence: [{ where: `part ${path}`, value: attachment.fileName, rule: 'attached-message' }],
    inner,
  }
}
