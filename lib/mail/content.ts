import { contentIdsIn } from './attachment-parts'
import { bodyText } from './body-text'
import { calendarFlag, calendarSummary } from './calendar-summary'
import { decodeCharset } from './charset'
import type { ContentContext } from './content-account'
import { isTextToRead } from './content-body'
import { readPart } from './content-parts'
import { joinSegments } from './content-segments'
import { contentTypeOf } from './content-type'
import { htmlToText } from './html-to-text'
import { pieceOf } from './incomplete-part'
import { charsetHint, type RawPart } from './raw-part'
import { readRtf } from './rtf'
import { readSunAttachments } from './sun-attachments'
import { toDbText } from './to-db-text'
import type { MailFlag, ParsedMail, ParseLimits } from './types'

type ContentPart = Pick<ParsedMail, 'text' | 'html' | 'attachments' | 'parts'>

/**
 * From the tree of parts to what is read and what is listed. Every leaf leaves a line in `parts`: shown as
 * text, listed as a file, or named with the reason why it is neither.
 */
export function readContent(
  whole: RawPart,
  limits: ParseLimits,
  split: (bytes: Uint8Array) => RawPart,
): { mail: ContentPart; flags: MailFlag[] } {
  const root = readSunAttachments(whole) ?? whole
  const context: ContentContext = {
    limits,
    split,
    attachments: [],
    parts: [],
    flags: new Set(),
    depth: 0,
    isAttached: false,
    prefix: '',
    isInReport: false,
    hasBody: { value: false },
    charset: charsetHint(root),
  }
  const segments = readPart(root, context, null)
  const joined = joinSegments(segments)
  const isEmpty = joined.text.trim() === '' && joined.html === null
  const { text, html } = isEmpty ? { ...joined, text: textOfFile(root, context) } : joined
  const safeText = toDbText(text, { maxBytes: limits.maxTextBytes })
  const safeHtml = html === null ? null : toDbText(html, { maxBytes: limits.maxHtmlBytes })
  if (safeText.isTruncated) context.flags.add('truncated-body')
  if (safeHtml?.isTruncated === true) context.flags.add('truncated-html')
  const invitation = invitationOf(context)
  const calendar = invitation === undefined ? null : calendarFlag(invitation.bytes)
  if (calendar !== null) context.flags.add(calendar)
  return {
    mail: {
      text: safeText.text,
      html: safeHtml?.text ?? null,
      attachments: listedFiles(context, safeHtml?.text ?? ''),
      parts: context.parts,
    },
    flags: [...context.flags],
  }
}

/** In the order of the mail; what the text shows by its id stands inline. */
function listedFiles({ attachments }: ContentContext, html: string): ParsedMail['attachments'] {
  const referenced = contentIdsIn(html)
  return attachments.map((one, index) => {
    const isShown = one.kind === 'file' && one.contentId !== null && referenced.has(one.contentId)
    return { ...one, index, kind: isShown ? 'inline' : one.kind }
  })
}

/**
 * An invitation without a word is shown by what stands in it, and a mail that is rich text by its words; so is a text of
 * another kind that has no name, and one that is called an attachment, where no other text is beside it.
 */
function textOfFile(root: RawPart, context: ContentContext): string {
  const { attachments } = context
  const [first] = attachments
  const type = contentTypeOf(root, null)
  if (first !== undefined && pieceOf(type)?.number === 1) return textOfPiece(first.bytes, context)
  if (
    root.children.length === 0 &&
    first !== undefined &&
    /^(?:text|application)\/(?:x-)?rtf$/.test(first.contentType)
  )
    return readRtf(first.bytes)?.text ?? ''
  const invitation = invitationOf(context)
  if (invitation !== undefined) return calendarSummary(invitation.bytes)
  const words = attachments.find(
    (one) => one.declaredName === null && isTextToRead(one.contentType) && !one.path.includes('/'),
  )
  if (words === undefined) return ''
  const { text } = decodeCharset(
    words.bytes.subarray(0, context.limits.maxTextBytes * 2),
    null,
    context.charset,
  )
  return words.contentType === 'text/html' ? htmlToText(text) : text
}

const invitationOf = ({ attachments }: ContentContext) =>
  attachments.find((one) => one.kind === 'calendar' && !one.path.includes('/'))

/** As far as the first piece of a mail goes; what it has of files is no file yet. */
function textOfPiece(bytes: Uint8Array, context: ContentContext): string {
  const scratch = { attachments: [], parts: [], flags: new Set<MailFlag>(), hasBody: { value: false } }
  const inner = readPart(context.split(bytes), { ...context, ...scratch, depth: context.depth + 1 }, null)
  return bodyText(joinSegments(inner))
}
