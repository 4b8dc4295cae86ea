import type { FetchMessageObject } from 'imapflow'
import { readHeaderFields } from '@/lib/mail/header-fields'
import { scanHeaders } from '@/lib/mail/header-scan'
import type { MailHead } from '@/lib/mailboxes/types'

/**
 * The fields that are asked for, as they stand in the mail. Not the server's own reading of them (ENVELOPE, RFC 3501
 * 7.4.2): there each address is a list of its own, and a mail with forty thousand of them is more than any answer may
 * hold.
 */
export const headFields = ['message-id', 'in-reply-to', 'references', 'date', 'from', 'subject']
export const recipientFields = ['reply-to', 'to', 'cc']

const limits = { maxHeaderBytes: 4 * 1024 * 1024, maxHeaderLines: 500 }
const maxParents = 50

export function toHead(message: FetchMessageObject): MailHead {
  const { headers } = scanHeaders(message.headers ?? new Uint8Array(), limits)
  const { mail } = readHeaderFields(headers, limits)
  const parents = [...mail.inReplyTo.slice(-maxParents), ...mail.references.slice(-maxParents).reverse()]
  return {
    uid: message.uid,
    sizeBytes: message.size ?? 0,
    internalDate: toDate(message.internalDate),
    messageId: mail.messageId ?? '',
    parentIds: [...new Set(parents)],
    sentAt: mail.date,
    from: mail.from,
    subject: mail.subject,
    replyTo: mail.replyTo.map((one) => one.address),
    recipients: [...mail.to, ...mail.cc].map((one) => one.address),
  }
}

function toDate(value: Date | string | undefined): Date | null {
  const date = value === undefined ? null : new Date(value)
  return date === null || Number.isNaN(date.getTime()) ? null : date
}
