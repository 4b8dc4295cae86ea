import { randomUUID } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { createSmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { now } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { parseAddress } from '@/lib/mail/address'
import { addressDomain } from '@/lib/mail/address-domain'
import type { PostOfficeMail, PostOfficeStore } from './post-office-store'

export interface CustomerMail {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  /** Message-IDs of the mail that is answered and of those before it, without angle brackets. */
  inReplyTo?: string | null
  references?: readonly string[]
  /** What the mail client puts under the answer. */
  quoted?: { author: string; at: Date; text: string } | null
  attachments?: readonly { fileName: string; contentType: string; bytes: Uint8Array }[]
}

/**
 * Writes a mail the way a plain mail client does and hands it to the real SMTP receiver. The copy in the sender's
 * own mailbox makes the post office show both sides.
 *
 * @throws AppError `invalid_input` for what is no address, `server_unavailable` when the receiver did not take it
 */
export async function sendAsCustomer(
  mail: CustomerMail,
  way: { store: PostOfficeStore; smtpHost: string; smtpPort: number },
): Promise<PostOfficeMail & { messageId: string }> {
  const from = parseAddress(mail.from.address)?.address
  const to = parseAddress(mail.to)?.address
  if (!from || !to) throw new AppError('invalid_input', 'sender and recipient must be addresses')
  const messageId = `${randomUUID()}@${addressDomain(from)}`
  const bytes = await compose(mail, from, to, messageId)
  const host = way.smtpHost.includes(':') ? `[${way.smtpHost}]` : way.smtpHost
  const sender = createSmtpSender({
    url: `smtp://${host}:${way.smtpPort}?tls=none`,
    hostname: 'customer.localhost',
  })
  try {
    const evidence = await sender.send({ envelopeFrom: from, recipients: [to], bytes })
    if (evidence.responseCode === null || evidence.responseCode >= 300) {
      throw new AppError('server_unavailable', 'the receiver did not take the mail', {
        details: { outcome: evidence.outcome, response: evidence.response },
      })
    }
  } finally {
    await sender.close()
  }
  const kept = await way.store.keep({
    envelopeFrom: from,
    envelopeTo: [to],
    bytes,
    boxes: [{ address: from, direction: 'sent' }],
  })
  return { ...kept, messageId }
}

function compose(mail: CustomerMail, from: string, to: string, messageId: string): Promise<Buffer> {
  const references = [...(mail.references ?? []), ...(mail.inReplyTo ? [mail.inReplyTo] : [])]
  const composer = new MailComposer({
    from: { name: oneLine(mail.from.name), address: from },
    to: { name: '', address: to },
    subject: oneLine(mail.subject),
    messageId: bracketed(messageId),
    date: now(),
    text: withQuote(mail),
    ...(mail.inReplyTo ? { inReplyTo: bracketed(mail.inReplyTo) } : {}),
    ...(references.length > 0 ? { references: [...new Set(references)].map(bracketed) } : {}),
    attachments: (mail.attachments ?? []).map(({ fileName, contentType, bytes }) => ({
      filename: oneLine(fileName),
      contentType,
      content: Buffer.from(bytes),
    })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function withQuote({ text, quoted }: CustomerMail): string {
  if (!quoted) return `${text.trimEnd()}\n`
  const lines = quoted.text.trimEnd().split(/\r?\n/)
  const block = lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd())).join('\n')
  return `${text.trimEnd()}\n\nOn ${stamp(quoted.at)}, ${oneLine(quoted.author)} wrote:\n\n${block}\n`
}

const stamp = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
    .format(at)
    .replace(/, (\d+:\d+)$/, ' at $1')

const bracketed = (id: string): string => `<${id.replace(/[<>\s]/g, '')}>`

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
