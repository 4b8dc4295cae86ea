import { type AddressList, parseAddressHeader } from './address-header'
import type { RawHeader } from './header-scan'
import { decodeWords } from './header-words'
import { parseMailDate } from './mail-date'
import { readMessageIds } from './message-ids'
import { toDbLine } from './to-db-text'
import type { MailAddress, MailFlag, ParsedMail, ParseLimits } from './types'

type FieldPart = Pick<
  ParsedMail,
  | 'messageId'
  | 'messageIds'
  | 'inReplyTo'
  | 'references'
  | 'date'
  | 'from'
  | 'fromAll'
  | 'fromText'
  | 'sender'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'deliveredTo'
  | 'subject'
  | 'headers'
>

const MAX_SUBJECT_BYTES = 2000
const MAX_VALUE_BYTES = 8000
const MAX_REFERENCES = 500
const once = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'content-type',
  'in-reply-to',
  'references',
]

/** Headers in which servers and forwarders note the address a copy was delivered to. */
const deliveryHeaders = [
  'delivered-to',
  'x-original-to',
  'x-delivered-to',
  'envelope-to',
  'x-envelope-to',
  'x-forwarded-to',
  'x-rcpt-to',
  'x-original-recipient',
  'resent-to',
]

/** Everything the header block of a mail says, from its raw fields. */
export function readHeaderFields(
  raw: readonly RawHeader[],
  limits: Pick<ParseLimits, 'maxHeaderLines'>,
): { mail: FieldPart; flags: MailFlag[] } {
  const byName = groupByName(raw)
  const all = (name: string): readonly string[] => byName.get(name) ?? []
  const first = (name: string): string => all(name)[0] ?? ''
  const addresses = (name: string): MailAddress[] =>
    all(name).flatMap((value) => parseAddressHeader(value).addresses)

  const froms = all('from').map(parseAddressHeader)
  const from = readFrom(froms)
  const messageIds = all('message-id').flatMap((value) => readMessageIds(value, { maxIds: 20 }))
  // A relay that lost its place writes the head twice: the first date that can be read counts.
  const date =
    all('date')
      .slice(0, 20)
      .map(parseMailDate)
      .find((one) => one !== null) ?? null

  const flags: MailFlag[] = [...from.flags]
  if (messageIds.length === 0) flags.push('message-id-missing')
  if (messageIds.length > 1) flags.push('several-message-ids')
  if (date === null) flags.push(first('date') === '' ? 'date-missing' : 'date-invalid')
  if (once.some((name) => all(name).length > 1)) flags.push('duplicate-header')
  if (raw.length >= limits.maxHeaderLines) flags.push('headers-truncated')

  return {
    flags,
    mail: {
      messageId: messageIds[0] ?? null,
      messageIds,
      inReplyTo: unique(all('in-reply-to').flatMap((value) => readMessageIds(value, { maxIds: 50 }))),
      references: unique(
        all('references').flatMap((value) => readMessageIds(value, { maxIds: MAX_REFERENCES })),
      ).slice(-MAX_REFERENCES),
      date,
      from: from.address,
      fromAll: from.all,
      fromText: toDbLine(decodeWords(first('from')), { maxBytes: 1000 }),
      sender: addresses('sender')[0] ?? null,
      replyTo: addresses('reply-to'),
      to: addresses('to'),
      cc: addresses('cc'),
      bcc: addresses('bcc'),
      deliveredTo: unique(deliveryHeaders.flatMap(addresses).map((one) => one.address)),
      subject: toDbLine(decodeWords(first('subject')), { maxBytes: MAX_SUBJECT_BYTES }),
      headers: raw.map(({ name, value }) => ({
        name: toDbLine(name, { maxBytes: 200 }),
        value: toDbLine(decodeWords(value), { maxBytes: MAX_VALUE_BYTES }),
      })),
    },
  }
}

function readFrom(lists: readonly AddressList[]): {
  address: MailAddress | null
  all: MailAddress[]
  flags: MailFlag[]
} {
  const all = lists.flatMap((list) => list.addresses)
  const entries = all.length + lists.reduce((sum, list) => sum + list.rejected.length, 0)
  const hasGroup = lists.some((list) => list.hasGroup)
  const flags: MailFlag[] = []
  if (entries > 1 || lists.length > 1) flags.push('several-from')
  if (entries === 0 && !hasGroup) flags.push('from-missing')
  // A group in From has no single writer (RFC 6854 allows it, nothing that answers mail can use it).
  const isUsable = !hasGroup && all.length > 0
  if (!isUsable && (entries > 0 || hasGroup)) flags.push('from-rejected')
  return { address: isUsable ? (all[0] ?? null) : null, all: hasGroup ? [] : all, flags }
}

function groupByName(raw: readonly RawHeader[]): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const { name, value } of raw) {
    const key = name.toLowerCase()
    const list = byName.get(key)
    if (list === undefined) byName.set(key, [value])
    else list.push(value)
  }
  return byName
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]
