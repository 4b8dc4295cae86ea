import type { BlobStore } from '@/lib/blobs/types'
import type { Env } from '@/lib/env'
import { composeMail } from '@/lib/mail/compose'
import { textToHtml } from '@/lib/mail/text-to-html'
import { deriveThreadKey } from '@/lib/outbound/thread-keys'
import { makeMessageId } from '@/lib/outbound/thread-token'
import { demoFile } from './files'
import { addressesOf } from './seed-tenant'
import { customerOf, type Row, type Told } from './tell-tickets'
import { outcomeOf, trailOf } from './tell-trail'
import { idsOf } from './tenant-ids'
import type { DemoMessage, DemoTenant, DemoTicket } from './types'

export interface Telling {
  tenant: DemoTenant
  ticket: DemoTicket
  number: number
  message: DemoMessage
  position: number
  times: Date[]
  env: Env
  blobs: BlobStore
}

/** The rows of one message, and the mail it came in or went out as. */
export async function tellMessage(telling: Telling): Promise<Told> {
  const { message } = telling
  if (message.kind === 'note') return { rows: { message: [noteRow(telling, message)] }, storedBytes: 0 }
  return message.kind === 'in' ? tellInbound(telling, message) : tellReply(telling, message)
}

async function tellInbound(telling: Telling, message: Extract<DemoMessage, { kind: 'in' }>): Promise<Told> {
  const { tenant, ticket, number, position, env, blobs } = telling
  const ids = idsOf(tenant.slug)
  const name = `${number} ${position}`
  const at = timeOf(telling)
  const by = message.by ?? ticket.from
  const customer = customerOf(tenant, by)
  const { address: recipient = '' } =
    addressesOf(tenant.slug, env).find((address) => address.queue === ticket.queue) ?? {}
  const messageId = `${ids.message(name)}@${customer.address.split('@')[1]}`
  const files = (message.files ?? []).map(demoFile)
  const mail = await composeMail({
    from: customer,
    to: [{ name: tenant.channel.fromName, address: tenant.channel.fromAddress }],
    cc: [],
    replyTo: [],
    subject: position === 0 ? ticket.subject : `Re: ${ticket.subject}`,
    text: [message.text, customer.signature ? `-- \n${customer.signature}` : ''].join('\n\n').trim(),
    html: null,
    messageId,
    inReplyTo: null,
    references: [],
    date: at,
    marks: [],
    attachments: files,
  })
  const raw = await blobs.put(ids.tenant, mail.bytes)
  const stored = await Promise.all(files.map((file) => blobs.put(ids.tenant, file.bytes)))
  const row = messageRow(telling, {
    kind: 'inbound',
    join_state: message.asksToJoin ? 'pending' : null,
    customer_id: ids.customer(by),
    from_name: customer.name,
    from_address: customer.address,
    to_addresses: [{ name: tenant.channel.fromName, address: tenant.channel.fromAddress }],
    visible_text: message.text,
    quoted_text: quoteOf(telling),
    signature_text: customer.signature ?? '',
    message_id_header: messageId,
    authentication: 'pass',
    sent_at: at,
  })
  return {
    rows: {
      message: [row],
      message_key: message.asksToJoin ? [] : [keyRow(telling, messageId)],
      attachment: files.map((file, index) => ({
        id: ids.attachment(`${name} ${file.fileName}`),
        message_id: row.id,
        position: index,
        file_name: file.fileName,
        content_type: file.contentType,
        size_bytes: file.bytes.byteLength,
        sha256: stored[index]?.sha256,
        is_inline: false,
      })),
      raw_mail: [
        {
          id: ids.rawMail(name),
          mailbox_id: ids.mailbox,
          source: 'smtp',
          recipient,
          envelope_from: customer.address,
          envelope_to: [recipient],
          client_ip: '127.0.0.1',
          helo: customer.address.split('@')[1],
          size_bytes: raw.sizeBytes,
          sha256: raw.sha256,
          delivery_count: 1,
          received_at: at,
          state: 'processed',
          outcome: outcomeOf(telling, message),
          reason: null,
          subject: ticket.subject,
          from_address: customer.address,
          attempts: 1,
          next_attempt_at: at,
          ticket_id: ids.ticket(String(number)),
          message_id: row.id,
          trail: trailOf(telling, message, { messageId, recipient, ...raw }),
          decided_at: at,
        },
      ],
    },
    storedBytes: [raw, ...stored].reduce((sum, blob) => sum + blob.sizeBytes, 0),
  }
}

async function tellReply(telling: Telling, message: Extract<DemoMessage, { kind: 'out' }>): Promise<Told> {
  const { tenant, ticket, number, position, env } = telling
  const ids = idsOf(tenant.slug)
  const name = `${number} ${position}`
  const at = timeOf(telling)
  const customer = customerOf(tenant, ticket.from)
  const outbound = ids.outbound(name)
  const ticketId = ids.ticket(String(number))
  const { fromName, fromAddress } = tenant.channel
  const key = deriveThreadKey(env.POSTINO_SECRET)
  const of = { tenantId: ids.tenant, ticketId, outboundMailId: outbound }
  const messageId = makeMessageId(key, of, env.MAIL_HOSTNAME)
  const mail = await composeMail({
    from: { name: fromName, address: fromAddress },
    to: [customer],
    cc: [],
    replyTo: [],
    subject: `Re: ${ticket.subject}`,
    text: message.text,
    html: textToHtml(message.text),
    messageId,
    inReplyTo: null,
    references: [],
    date: at,
    marks: [],
    attachments: [],
  })
  const ending = endings[message.ending ?? 'accepted']
  return {
    rows: {
      message: [
        messageRow(telling, {
          kind: 'reply',
          author_id: ids.member(message.by),
          from_name: memberName(tenant, message.by),
          from_address: fromAddress,
          to_addresses: [{ name: customer.name, address: customer.address }],
          visible_text: message.text,
          html: textToHtml(message.text),
          message_id_header: messageId,
        }),
      ],
      message_key: [keyRow(telling, messageId)],
      outbound_mail: [
        {
          id: outbound,
          kind: 'reply',
          state: ending.state,
          ticket_id: ticketId,
          message_id: ids.message(name),
          channel_id: ids.channel,
          author_id: ids.member(message.by),
          message_id_header: messageId,
          envelope_from: fromAddress,
          recipients: [{ address: customer.address, state: ending.recipient, detail: ending.detail }],
          attempts: 1,
          lease_token: 1,
          next_attempt_at: at,
          trouble: ending.trouble,
          server_response: ending.detail || null,
          created_at: at,
          settled_at: ending.state === 'uncertain' ? null : at,
        },
      ],
      outbound_mime: [{ outbound_mail_id: outbound, bytes: `\\x${Buffer.from(mail.bytes).toString('hex')}` }],
      delivery_event: [
        {
          id: ids.event(name),
          outbound_mail_id: outbound,
          kind: ending.state,
          recipient: customer.address,
          status: ending.status,
          detail: ending.detail,
          at,
        },
      ],
    },
    storedBytes: 0,
  }
}

/** How the attempt to send a reply may have ended. */
const endings = {
  accepted: {
    state: 'accepted',
    recipient: 'accepted',
    trouble: null,
    status: '250',
    detail: '250 2.0.0 OK',
  },
  failed: {
    state: 'failed',
    recipient: 'refused',
    trouble: 'recipient_refused',
    status: '550',
    detail: '550 5.2.2 Mailbox full',
  },
  uncertain: {
    state: 'uncertain',
    recipient: 'waiting',
    trouble: 'connection_lost_after_data',
    status: '',
    detail: '',
  },
} as const

function noteRow(telling: Telling, message: Extract<DemoMessage, { kind: 'note' }>): Row {
  const { tenant } = telling
  return messageRow(telling, {
    kind: 'note',
    author_id: idsOf(tenant.slug).member(message.by),
    from_name: memberName(tenant, message.by),
    visible_text: message.text,
  })
}

function messageRow(telling: Telling, own: Row): Row & { id: string } {
  const { tenant, ticket, number, position } = telling
  const ids = idsOf(tenant.slug)
  return {
    id: ids.message(`${number} ${position}`),
    ticket_id: ids.ticket(String(number)),
    join_state: null,
    customer_id: null,
    author_id: null,
    from_address: '',
    to_addresses: [],
    cc_addresses: [],
    reply_to_addresses: [],
    subject: position === 0 ? ticket.subject : `Re: ${ticket.subject}`,
    quoted_text: '',
    signature_text: '',
    split_confidence: 1,
    html: null,
    message_id_header: null,
    classification: 'human',
    flags: [],
    authentication: 'none',
    sent_at: null,
    received_at: timeOf(telling),
    ...own,
  }
}

function keyRow({ tenant, number, position }: Telling, messageId: string): Row {
  const ids = idsOf(tenant.slug)
  return {
    kind: 'message_id',
    key: messageId,
    message_id: ids.message(`${number} ${position}`),
    ticket_id: ids.ticket(String(number)),
  }
}

/** What a customer's mail program puts below his answer. */
function quoteOf({ tenant, ticket, position }: Telling): string {
  const before = ticket.talk[position - 1]
  if (before?.kind !== 'out') return ''
  const lines = before.text.split('\n').map((line) => `> ${line}`.trimEnd())
  return [tenant.quoteLine(memberName(tenant, before.by)), ...lines].join('\n')
}

const memberName = (tenant: DemoTenant, person: string): string =>
  tenant.members.find((member) => member.person === person)?.displayName ?? person

function timeOf({ times, position }: Telling): Date {
  const at = times[position]
  if (!at) throw new Error('a message without its time')
  return at
}
