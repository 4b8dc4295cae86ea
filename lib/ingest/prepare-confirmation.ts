import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'
import type { NewOutboundMail } from '@/lib/outbound/changes'
import { composeConfirmation } from '@/lib/outbound/compose-confirmation'
import type { IngestSettings } from './settings'
import type { IngestContext, ReadMail } from './types'

/**
 * The automatic answer to a new ticket, ready to be promised. It is composed in the transaction, because it names the
 * ticket's number; composing needs no network.
 *
 * @returns null when there is nobody or no way to send it
 */
export async function prepareConfirmation(made: {
  mail: ReadMail
  context: IngestContext
  ticket: { ticketId: string; number: number }
  settings: IngestSettings
  at: Date
}): Promise<NewOutboundMail | null> {
  const { mail, context, ticket, settings, at } = made
  const { channel, tenant } = context
  if (!channel || !mail.facts.from) return null
  const id = newId()
  const { messageId, ...composed } = await composeConfirmation({
    key: settings.threadKeys[0],
    hostname: settings.mailHostname,
    tenant,
    ticket: { id: ticket.ticketId, number: ticket.number },
    outboundMailId: id,
    from: { name: channel.fromName, address: channel.fromAddress },
    creationAddress: mail.raw.recipient || null,
    to: mail.facts.from.address,
    inReplyTo: mail.facts.messageId,
    date: at,
  })
  return {
    id,
    kind: 'confirmation',
    ticketId: ticket.ticketId,
    messageId: null,
    channelId: channel.id,
    authorId: null,
    messageIdHeader: messageId,
    composed,
    confirmed: { addressKey: addressKey(mail.facts.from.address), at },
  }
}
