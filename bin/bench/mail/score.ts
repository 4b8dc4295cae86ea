import { collapsed, tokenF1, withoutSpace, wordsOfHtml } from './compare-text'
import type { Expected } from './corpus'
import { isInert } from './inert'

/** What a reader found; the keys of `postino parse`. A key that is missing is an empty answer. */
export interface Read {
  messageId?: unknown
  inReplyTo?: unknown
  references?: unknown
  date?: unknown
  from?: Mailbox | null
  replyTo?: readonly Mailbox[]
  to?: readonly Mailbox[]
  cc?: readonly Mailbox[]
  subject?: unknown
  text?: unknown
  html?: unknown
  bodyText?: unknown
  sanitisedHtml?: unknown
  attachments?: readonly FileRead[]
  userAttachments?: readonly FileRead[]
  isAutoReply?: boolean
  isBounce?: boolean
  isFeedbackReport?: boolean
  bounce?: readonly { recipient?: unknown; status?: unknown; reason?: unknown; hard?: unknown }[]
  replyText?: unknown
  signatureText?: unknown
  forwarded?: {
    is?: boolean
    from?: unknown
    fromName?: unknown
    subject?: unknown
    to?: readonly Mailbox[]
    cc?: readonly Mailbox[]
    body?: unknown
    message?: unknown
  }
}
type Mailbox = { address?: unknown; name?: unknown }
type FileRead = { filename?: unknown; size?: unknown; contentType?: unknown; inline?: unknown }

export interface FieldResult {
  field: string
  isRight: boolean
  f1: number | null
  expected: unknown
  got: unknown
}

/** Judges every field that the origin states, and no other. */
export function judge(expected: Expected, got: Read, ms: number): FieldResult[] {
  const judged: FieldResult[] = []
  const put: Put = (field, isRight, wanted, found, f1 = null) => {
    judged.push({ field, isRight, f1, expected: wanted, got: found })
  }
  judgeHeaders(expected, got, put)
  judgeContent(expected, got, put)
  judgeKinds(expected, got, put)
  judgeReply(expected, got, put)
  if (expected.maxMs != null) put('maxMs', ms <= expected.maxMs, expected.maxMs, ms)
  return judged
}

type Put = (field: string, isRight: boolean, expected: unknown, got: unknown, f1?: number | null) => void

const lower = (text: unknown): string => collapsed(text).toLowerCase()
const bareId = (id: unknown): string => collapsed(id).replace(/^<|>$/g, '')
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]

function judgeHeaders(expected: Expected, got: Read, put: Put): void {
  if (expected.from != null)
    put('from', lower(expected.from) === lower(got.from?.address), expected.from, got.from)
  if (expected.fromName != null) {
    put('fromName', collapsed(expected.fromName) === collapsed(got.from?.name), expected.fromName, got.from)
  }
  for (const field of ['to', 'cc'] as const) {
    const wanted = expected[field]
    if (wanted) put(field, areSameMailboxes(wanted, got[field]), wanted, got[field])
  }
  const first = expected.toFirst
  if (first) {
    const found = got.to?.[0]
    const isNamed = !first.name || collapsed(found?.name) === collapsed(first.name)
    put('to', lower(found?.address) === lower(first.address) && isNamed, first, found)
  }
  if (expected.replyTo != null) {
    const isIn = (got.replyTo ?? []).some((one) => lower(one.address) === lower(expected.replyTo))
    put('replyTo', isIn, expected.replyTo, got.replyTo)
  }
  const subject = collapsed(got.subject)
  if (expected.subject != null)
    put('subject', collapsed(expected.subject) === subject, expected.subject, subject)
  if (expected.subjectMatches)
    put('subject', matchAll(expected.subjectMatches, subject), expected.subjectMatches, subject)
  if (expected.subjectMissing)
    put('subject', subject === '' || /^\(?no subject\)?$/i.test(subject), '', subject)
  judgeIds(expected, got, put)
}

function judgeIds(expected: Expected, got: Read, put: Put): void {
  if (expected.messageId != null) {
    put('messageId', bareId(expected.messageId) === bareId(got.messageId), expected.messageId, got.messageId)
  }
  const answered = listOf(got.inReplyTo).map(bareId)
  if (expected.inReplyTo != null) {
    put('inReplyTo', answered.includes(bareId(expected.inReplyTo)), expected.inReplyTo, answered)
  }
  if (expected.inReplyToFirst != null) {
    put('inReplyTo', answered[0] === bareId(expected.inReplyToFirst), expected.inReplyToFirst, answered)
  }
  if (expected.references) {
    const found = listOf(got.references).map(bareId)
    const wanted = expected.references.map(bareId)
    put('references', JSON.stringify(wanted) === JSON.stringify(found), wanted, found)
  }
  if (expected.date != null) {
    put('date', Date.parse(expected.date) === Date.parse(String(got.date)), expected.date, got.date)
  }
}

function judgeContent(expected: Expected, got: Read, put: Put): void {
  const putText = textJudge(expected, put)
  const text = String(got.text ?? '')
  if (expected.text != null) putText('text', expected.text, got.text)
  if (expected.textMatches) {
    const isFree = !matchAny(expected.textNotMatches ?? [], text)
    put('text', matchAll(expected.textMatches, text) && isFree, expected.textMatches, text)
  }
  const words = wordsOfHtml(got.html)
  if (expected.html != null) {
    const f1 = tokenF1(wordsOfHtml(expected.html), words)
    put('html', collapsed(expected.html) === collapsed(got.html), expected.html, got.html, f1)
  }
  if (expected.htmlMatches) {
    put('html', matchAll(expected.htmlMatches, String(got.html ?? '')), expected.htmlMatches, got.html)
  }
  if (expected.htmlText != null) {
    const isSame = withoutSpace(expected.htmlText) === withoutSpace(words)
    put('htmlText', isSame, expected.htmlText, words, tokenF1(expected.htmlText, words))
  }
  const body = String(got.bodyText ?? (collapsed(text) === '' ? words : text))
  if (expected.bodyText != null) putText('bodyText', expected.bodyText, body)
  if (expected.bodyMatches) {
    const isThere = expected.bodyMatches.every((one) => matchAny([one], body, collapsed(body), words))
    put('bodyText', isThere, expected.bodyMatches, body)
  }
  judgeFiles(expected, got, put)
  if (expected.sanitisedSafe) {
    const clean = got.sanitisedHtml
    put('safe', typeof clean === 'string' && isInert(clean), true, clean)
  }
}

function judgeFiles(expected: Expected, got: Read, put: Put): void {
  const files = got.attachments ?? []
  const wanted = expected.attachments ?? []
  if (wanted.length > 0) {
    const isThere = wanted.every((one) =>
      files.some(
        (file) =>
          collapsed(file.filename) === collapsed(one.filename) &&
          (one.size == null || file.size === one.size) &&
          (!one.contentType || lower(file.contentType) === lower(one.contentType)),
      ),
    )
    put('attachments', isThere, wanted, files)
  }
  if (expected.attachmentCount != null) {
    put('attachmentCount', files.length === expected.attachmentCount, expected.attachmentCount, files)
  }
  if (expected.userAttachmentCount != null) {
    const shown = got.userAttachments ?? files.filter((file) => !file.inline)
    const isSame = shown.length === expected.userAttachmentCount
    put('userAttachmentCount', isSame, expected.userAttachmentCount, shown)
  }
  if (expected.binaryPartSizes) {
    const isThere = expected.binaryPartSizes.every((size) => files.some((file) => file.size === size))
    put('binaryPartSizes', isThere, expected.binaryPartSizes, files)
  }
}

function judgeKinds(expected: Expected, got: Read, put: Put): void {
  for (const field of ['isAutoReply', 'isBounce', 'isFeedbackReport'] as const) {
    const wanted = expected[field]
    if (wanted != null) put(field, Boolean(got[field]) === wanted, wanted, got[field])
  }
  if (expected.isDeliveryReport != null) put('isDeliveryReport', !got.isBounce, true, got.isBounce)
  const found = got.bounce ?? []
  if (expected.bounce && !expected.isFeedbackReport && expected.isBounce) {
    // Numbers under x.0.9xx are one origin's own and mean nothing outside it.
    const statuses = expected.bounce.flatMap(({ status }) =>
      status && !/^[45]\.0\.9/.test(status) ? [status] : [],
    )
    const isGiven = (status: string) => found.some((one) => one.status === status)
    if (statuses.length > 0) put('bounceStatus', statuses.every(isGiven), statuses, found)
    const reasons = expected.bounce.flatMap(({ reason }) =>
      reason && !['undefined', 'onhold'].includes(reason) ? [reason] : [],
    )
    const isSaid = (reason: string) => found.some((one) => one.reason === reason)
    if (reasons.length > 0) put('bounceReason', reasons.every(isSaid), reasons, found)
    const lasting = expected.bounce.flatMap(({ hard }) => (hard == null ? [] : [hard]))
    const isHeld = (hard: boolean) => found.some((one) => Boolean(one.hard) === hard)
    if (lasting.length > 0) put('bounceHard', lasting.every(isHeld), lasting, found)
  }
  const recipients = [...(expected.bounceRecipients ?? []), ...(expected.bounceTemporaryRecipients ?? [])]
  if (recipients.length > 0) {
    const named = new Set(found.map((one) => lower(one.recipient)))
    const isComplete = recipients.every((one) => named.has(lower(one)))
    put('bounceRecipients', isComplete, recipients, [...named])
  }
}

function judgeReply(expected: Expected, got: Read, put: Put): void {
  const putText = textJudge(expected, put)
  if (expected.replyText != null) putText('replyText', expected.replyText, got.replyText)
  if (expected.replyMatches || expected.replyNotMatches) {
    const reply = String(got.replyText ?? '')
    const isRight =
      matchAll(expected.replyMatches ?? [], reply) && !matchAny(expected.replyNotMatches ?? [], reply)
    put('replyMatches', isRight, { has: expected.replyMatches, hasNot: expected.replyNotMatches }, reply)
  }
  if (expected.signatureText != null) putText('signatureText', expected.signatureText, got.signatureText)
  const wanted = expected.forwarded
  if (!wanted) return
  const found = got.forwarded ?? {}
  put('fwd.is', Boolean(found.is) === wanted.is, wanted.is, found.is)
  if (!wanted.is) return
  if (wanted.from != null) put('fwd.from', lower(found.from) === lower(wanted.from), wanted.from, found.from)
  for (const field of ['fromName', 'subject'] as const) {
    const said = wanted[field]
    if (said != null) put(`fwd.${field}`, collapsed(found[field]) === collapsed(said), said, found[field])
  }
  for (const field of ['to', 'cc'] as const) {
    const said = wanted[field]
    if (said) put(`fwd.${field}`, areSameMailboxes(said, found[field]), said, found[field])
  }
  for (const field of ['body', 'message'] as const) {
    const said = wanted[field]
    if (said != null) putText(`fwd.${field}`, said, found[field])
  }
}

/** Texts by the comparison that the origin uses itself. */
function textJudge(expected: Expected, put: Put) {
  const form = expected.compare === 'nospace' ? withoutSpace : collapsed
  return (field: string, wanted: string, found: unknown): void =>
    put(field, form(wanted) === form(found), wanted, found, tokenF1(wanted, found))
}

function areSameMailboxes(
  wanted: readonly { address: string; name?: string | null | undefined }[],
  found: readonly Mailbox[] = [],
): boolean {
  if (wanted.length !== found.length) return false
  return wanted.every((one) =>
    found.some(
      (other) =>
        lower(other.address) === lower(one.address) &&
        (!one.name || collapsed(other.name) === collapsed(one.name)),
    ),
  )
}

const matchAll = (patterns: readonly string[], text: string): boolean =>
  patterns.every((pattern) => new RegExp(pattern, 'mu').test(text))
const matchAny = (patterns: readonly string[], ...texts: readonly string[]): boolean =>
  patterns.some((pattern) => texts.some((text) => new RegExp(pattern, 'mu').test(text)))
