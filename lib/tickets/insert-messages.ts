import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressDomain } from '@/lib/mail/address-domain'
import type { CertifiedDto } from './types'

export interface NewMessage {
  id: string
  ticketId: string
  kind: 'inbound' | 'reply' | 'note'
  joinState: 'pending' | null
  customerId: string | null
  authorId: string | null
  fromName: string
  fromAddress: string
  to: { name: string; address: string }[]
  cc: { name: string; address: string }[]
  /** Where the sender wants answers; empty when he does not say. */
  replyTo: { name: string; address: string }[]
  subject: string
  visibleText: string
  quotedText: string
  signatureText: string
  splitConfidence: number
  html: string | null
  messageIdHeader: string | null
  classification: string
  flags: string[]
  authentication: 'pass' | 'fail' | 'none'
  sentAt: Date | null
  receivedAt: Date
  /** Of what came by certified mail. */
  certified?: CertifiedDto | null
  /** The address that sent it for its author. */
  sentBy?: string
  keys: { kind: 'content' | 'message_id' | 'alias'; key: string }[]
  attachments: NewAttachment[]
  /** Of a mail: no ticket but these is known to be of the same conversation. */
  newConversation?: { ownIds: string[]; parentIds: string[]; knownTicketIds: string[] }
}

/** A file of a message, whose bytes are kept. */
export interface NewAttachment {
  position: number
  fileName: string
  contentType: string
  sizeBytes: number
  sha256: string
  contentId: string | null
  isInline: boolean
  /** A picture as signatures have it: whether it is one shows when it has come often. */
  mayBeLogo?: boolean
}

/** The third mail of a domain with the same small picture shows that it belongs to a signature. */
const seenBeforeAsLogo = 2
/** A picture that is everywhere, of whichever domains, is not looked for in all of them. */
const lookedAtForLogo = 500

/** One message: see `insertMessages`. */
export const insertMessage = (db: TenantSql, message: NewMessage): Promise<void> =>
  insertMessages(db, [message])

/**
 * Messages with their keys and files, in one statement. A Message-ID or alias that leads elsewhere keeps leading
 * there. For new tickets it comes after `insertTickets`, which waits for every other new ticket of the tenant, so that
 * it sees what those brought: of a mail and its reply that arrive together, the second finds the first.
 *
 * @throws AppError `stale_version` when another process stored the same content, or a mail of the same conversation,
 *   meanwhile
 */
export async function insertMessages(db: TenantSql, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  const keys = messages.flatMap(keysOf)
  const files = messages.flatMap(({ id, fromAddress, attachments }) =>
    attachments.map(({ mayBeLogo, ...one }) => ({
      ...one,
      id: newId(),
      messageId: id,
      logoOf: mayBeLogo ? addressDomain(fromAddress) : null,
    })),
  )
  const conversations = messages.flatMap(({ ticketId, newConversation }) =>
    newConversation ? [{ ticketId, ...newConversation }] : [],
  )
  const rows = messages.map(({ keys, attachments, newConversation, ...row }) => row)
  const [found] = await db.$queryRaw<{ contentKeys: number; isConversationKnown: boolean }[]>`
    WITH made AS (
      INSERT INTO message (id, ticket_id, kind, join_state, customer_id, author_id, from_name, from_address, to_addresses,
        cc_addresses, reply_to_addresses, subject, visible_text, quoted_text, signature_text, split_confidence, html,
        message_id_header, classification, flags, authentication, sent_at, received_at, certified, sent_by)
      SELECT m.id, m."ticketId", m.kind, m."joinState", m."customerId", m."authorId", m."fromName", m."fromAddress", m."to",
        m.cc, m."replyTo", m.subject, m."visibleText", m."quotedText", m."signatureText", m."splitConfidence", m.html,
        m."messageIdHeader", m.classification, m.flags, m.authentication, m."sentAt", m."receivedAt",
        m.certified, coalesce(m."sentBy", '')
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS m(id uuid, "ticketId" uuid, kind message_kind,
        "joinState" join_state, "customerId" uuid, "authorId" uuid, "fromName" text, "fromAddress" text, "to" jsonb,
        cc jsonb, "replyTo" jsonb, subject text, "visibleText" text, "quotedText" text, "signatureText" text,
        "splitConfidence" real, html text, "messageIdHeader" text, classification text, flags text[],
        authentication text, "sentAt" timestamptz, "receivedAt" timestamptz, certified jsonb, "sentBy" text)
    ), kept AS (
      INSERT INTO message_key (kind, key, message_id, ticket_id)
      SELECT k.kind, k.key, CASE WHEN k.kind <> 'alias' THEN k."messageId" END, k."ticketId"
      FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
        AS k(kind message_key_kind, key text, "messageId" uuid, "ticketId" uuid)
      ORDER BY k.kind, k.key
      ON CONFLICT DO NOTHING
      RETURNING kind
    ), filed AS (
      INSERT INTO attachment (id, message_id, position, file_name, content_type, size_bytes, sha256, content_id, is_inline,
        is_logo)
      SELECT a.id, a."messageId", a.position, a."fileName", a."contentType", a."sizeBytes", a.sha256, a."contentId", a."isInline",
        a."logoOf" IS NOT NULL AND ${seenBeforeAsLogo} = (
          SELECT count(*) FROM (
            SELECT 1 FROM (SELECT message_id FROM attachment WHERE sha256 = a.sha256 LIMIT ${lookedAtForLogo}) known
            JOIN message m ON m.id = known.message_id
            WHERE m.kind = 'inbound' AND lower(split_part(m.from_address, '@', -1)) = a."logoOf"
            LIMIT ${seenBeforeAsLogo}) AS seen)
      FROM jsonb_to_recordset(${JSON.stringify(files)}::jsonb) AS a(id uuid, "messageId" uuid, position int,
        "fileName" text, "contentType" text, "sizeBytes" int, sha256 text, "contentId" text, "isInline" boolean,
        "logoOf" text)
    )
    SELECT (SELECT count(*) FROM kept WHERE kind = 'content')::int AS "contentKeys",
      EXISTS (
        SELECT 1
        FROM jsonb_to_recordset(${JSON.stringify(conversations)}::jsonb)
          AS c("ticketId" uuid, "ownIds" text[], "parentIds" text[], "knownTicketIds" uuid[])
        CROSS JOIN LATERAL (
          SELECT 1 FROM message_key k
          WHERE (k.kind IN ('message_id', 'alias') AND k.key = ANY(c."parentIds")
              OR k.kind = 'alias' AND k.key = ANY(c."ownIds"))
            AND k.ticket_id <> c."ticketId" AND k.ticket_id <> ALL(c."knownTicketIds")
          LIMIT 1) AS elsewhere
      ) AS "isConversationKnown"`
  if (found?.contentKeys !== keys.filter(({ kind }) => kind === 'content').length) {
    throw new AppError('stale_version', 'the same mail was stored meanwhile')
  }
  if (found.isConversationKnown) throw new AppError('stale_version', 'the conversation began meanwhile')
}

function keysOf({ id, ticketId, keys }: NewMessage) {
  const different = new Map(keys.map((one) => [`${one.kind} ${one.key}`, one]))
  return [...different.values()].map((one) => ({ ...one, messageId: id, ticketId }))
}
