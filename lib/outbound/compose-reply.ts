import { cleanHtml } from '@/lib/mail/clean-html'
import { type ComposedMail, composeMail, type OutgoingAttachment } from '@/lib/mail/compose'
import { htmlToText } from '@/lib/mail/html-to-text'
import { cleanId } from '@/lib/mail/message-ids'
import { escapeHtml, textToHtml } from '@/lib/mail/text-to-html'
import type { MailAddress } from '@/lib/mail/types'
import { makeMessageId, makeReplyAddress, makeRootId, type ThreadKey } from './thread-token'

export interface ReplyToCompose {
  key: ThreadKey
  hostname: string
  tenant: { id: string; name: string; locale: string }
  ticket: { id: string; number: number }
  outboundMailId: string
  author: string
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  /** Where the ticket's mail came in; null when it has no address of ours. */
  creationAddress: string | null
  subject: string
  /** The agent's text, cleaned by `cleanReply`. */
  body: ReplyBody
  /** The message being answered: everything that is quoted, so that nobody reads what he was not sent. */
  answered: AnsweredMessage | null
  /** Message-IDs of the conversation, oldest first. */
  chain: readonly string[]
  attachments: readonly OutgoingAttachment[]
  /** Asks for a read receipt, to where the answers go. */
  asksForReceipt: boolean
  date: Date
}

export interface AnsweredMessage {
  fromName: string
  fromAddress: string
  /** What the sender wrote, without what he quoted. */
  text: string
  at: Date
  messageId: string | null
}

export interface ReplyBody {
  html: string
  text: string
}

/** The editor's HTML as it may leave: cleaned like any mail, with a plain text of the same words. */
export function cleanReply(html: string): ReplyBody {
  const clean = cleanHtml(html, { cidUrl: () => null }).html
  return { html: clean, text: htmlToText(clean).trim() }
}

/**
 * An agent's reply as a mail, in the ticket's thread three times over: its Message-ID, the ticket's root id first in
 * References, and the reply address.
 *
 * @returns the mail and its Message-ID without brackets
 * @throws AppError `invalid_input` when an address cannot be sent to
 */
export async function composeReply(input: ReplyToCompose): Promise<ComposedMail & { messageId: string }> {
  const { key, hostname, tenant, ticket, answered } = input
  const ids = { tenantId: tenant.id, ticketId: ticket.id, outboundMailId: input.outboundMailId }
  const messageId = makeMessageId(key, ids, hostname)
  const inReplyTo = answered?.messageId ? cleanId(withoutBrackets(answered.messageId)) : null
  const chain = [...input.chain, ...(inReplyTo ? [inReplyTo] : [])].map(withoutBrackets)
  const replyTo = replyToOf(input)
  const composed = await composeMail({
    from: input.from,
    to: input.to,
    cc: input.cc,
    replyTo,
    ...(input.asksForReceipt ? { dispositionNotificationTo: replyTo[0] ?? input.from } : {}),
    subject: input.subject,
    text: plainText(input),
    html: formattedText(input),
    messageId,
    inReplyTo,
    references: [...new Set([makeRootId(key, ids, hostname), ...lastOnce(chain)])],
    date: input.date,
    marks: [],
    attachments: input.attachments,
  })
  return { ...composed, messageId }
}

/** The parent stands last in References (RFC 5322 section 3.6.4), also when it occurred before. */
const lastOnce = (ids: readonly string[]): string[] => [...new Set(ids.toReversed())].toReversed()

const withoutBrackets = (id: string): string => id.replace(/^<(.*)>$/, '$1')

function replyToOf({ key, tenant, ticket, creationAddress, from }: ReplyToCompose): MailAddress[] {
  if (creationAddress === null) return []
  const marked = makeReplyAddress(key, { tenantId: tenant.id, ticketNumber: ticket.number }, creationAddress)
  return [{ name: from.name, address: marked ?? creationAddress }]
}

const maxQuoteLength = 20_000

function plainText(input: ReplyToCompose): string {
  const parts = [input.body.text, `-- \n${signatureLines(input).join('\n')}`]
  if (input.answered) {
    const quoted = quoteOf(input.answered)
      .split('\n')
      .map((line) => (line === '' ? '>' : `> ${line}`))
    parts.push([quoteHead(input.answered, input.tenant.locale), ...quoted].join('\n'))
  }
  return parts.join('\n\n')
}

function formattedText(input: ReplyToCompose): string {
  const signature = signatureLines(input).map(escapeHtml).join('<br>')
  const parts = [`<div>${input.body.html}</div>`, `<p>-- <br>${signature}</p>`]
  if (input.answered) {
    const head = escapeHtml(quoteHead(input.answered, input.tenant.locale))
    parts.push(
      `<p>${head}</p>`,
      `<blockquote type="cite">${textToHtml(quoteOf(input.answered))}</blockquote>`,
    )
  }
  return parts.join('\n')
}

const signatureLines = ({ author, tenant }: ReplyToCompose): string[] => [author, tenant.name]

const quoteOf = ({ text }: AnsweredMessage): string =>
  text.replace(/\r\n?/g, '\n').slice(0, maxQuoteLength).trim()

/** In the form mail clients use in that language, so that the next reader's client folds it away. */
function quoteHead({ fromName, fromAddress, at }: AnsweredMessage, locale: string): string {
  const who = fromName ? `${fromName} <${fromAddress}>` : fromAddress
  const when = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at)
  switch (locale.slice(0, 2)) {
    case 'it':
      return `Il ${when} (UTC) ${who} ha scritto:`
    case 'fr':
      return `Le ${when} (UTC), ${who} a écrit :`
    default:
      return `On ${when} (UTC), ${who} wrote:`
  }
}
