import { type ComposedMail, composeMail } from '@/lib/mail/compose'
import { cleanId } from '@/lib/mail/message-ids'
import { escapeHtml } from '@/lib/mail/text-to-html'
import type { MailAddress } from '@/lib/mail/types'
import { confirmationText } from './confirmation-texts'
import { makeMessageId, makeReplyAddress, makeRootId, type ThreadKey } from './thread-token'

export interface ConfirmationToCompose {
  key: ThreadKey
  hostname: string
  tenant: { id: string; name: string; locale: string }
  ticket: { id: string; number: number }
  outboundMailId: string
  from: MailAddress
  /** Where the ticket's mail came in; null when it has no address of ours. */
  creationAddress: string | null
  to: string
  /** The Message-ID of the mail that is confirmed. */
  inReplyTo: string | null
  date: Date
}

/**
 * The automatic answer to a new ticket (RFC 3834): marked as such, from the null sender so that nothing bounces back,
 * and in the ticket's thread, so that an answer to it lands in the ticket.
 *
 * @returns the mail and its Message-ID without brackets
 */
export async function composeConfirmation(
  input: ConfirmationToCompose,
): Promise<ComposedMail & { messageId: string }> {
  const { key, hostname, tenant, ticket } = input
  const text = confirmationText(tenant.locale, { number: ticket.number, tenantName: tenant.name })
  const ids = { tenantId: tenant.id, ticketId: ticket.id, outboundMailId: input.outboundMailId }
  const messageId = makeMessageId(key, ids, hostname)
  const rootId = makeRootId(key, ids, hostname)
  const inReplyTo = input.inReplyTo === null ? null : cleanId(input.inReplyTo)
  const composed = await composeMail({
    from: input.from,
    to: [{ name: '', address: input.to }],
    cc: [],
    replyTo: replyToOf(input),
    subject: text.subject,
    text: text.lines.join('\n\n'),
    html: text.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n'),
    messageId,
    inReplyTo,
    references: [rootId, ...(inReplyTo === null ? [] : [inReplyTo])],
    date: input.date,
    marks: [{ kind: 'auto-replied' }],
    envelopeFrom: '',
    attachments: [],
  })
  return { ...composed, messageId }
}

function replyToOf({ key, tenant, ticket, creationAddress }: ConfirmationToCompose): MailAddress[] {
  if (creationAddress === null) return []
  const marked = makeReplyAddress(key, { tenantId: tenant.id, ticketNumber: ticket.number }, creationAddress)
  return [{ name: tenant.name, address: marked ?? creationAddress }]
}
