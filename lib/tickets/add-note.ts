import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { isUniqueViolation } from '@/lib/db/errors'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { idFromKey } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import { cleanReply, type ReplyBody } from '@/lib/outbound/compose-reply'
import type { CallerScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { findAuthor, type WrittenBy } from './author'
import type { AddNoteInput } from './inputs'
import { insertMessage } from './insert-messages'
import { type OpenedUpload, openUploads } from './open-uploads'
import { findWrittenMessage, lockTicket, saveTicket } from './store'

/**
 * A note for colleagues: in the conversation, in no mail, and the ticket keeps its place in the list.
 *
 * @throws AppError `not_found`; `invalid_input` when empty or when the key stands for another text; `too_large`
 */
export async function addNote(
  scope: CallerScope,
  input: WrittenBy<AddNoteInput>,
  ports: { blobs: BlobStore },
): Promise<{ messageId: string }> {
  const at = now()
  const body = cleanReply(input.html)
  if (body.text === '' && input.uploads.length === 0) throw new AppError('invalid_input', 'an empty note')
  const secret = getEnv().POSTINO_SECRET
  const files = await openUploads({ secret, tenantId: scope.tenantId, tokens: input.uploads, at }, ports)
  try {
    return await withTenant(scope, (db) => writeNote(db, scope, input, { body, files, at }))
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('invalid_input', 'the idempotency key is taken')
    throw error
  }
}

async function writeNote(
  db: TenantDb,
  scope: CallerScope,
  input: WrittenBy<AddNoteInput>,
  { body, files, at }: { body: ReplyBody; files: OpenedUpload[]; at: Date },
): Promise<{ messageId: string }> {
  const ticket = await lockTicket(db, input.ticketId)
  const messageId = idFromKey(scope.tenantId, input.idempotencyKey)
  const author = await findAuthor(db, scope, input.authorId)
  const first = await findWrittenMessage(db, messageId)
  if (first) {
    if (first.ticketId === ticket.id && first.kind === 'note' && first.html === body.html)
      return { messageId: first.id }
    throw new AppError('invalid_input', 'the idempotency key stands for another message')
  }
  await insertMessage(db, {
    id: messageId,
    ticketId: ticket.id,
    kind: 'note',
    joinState: null,
    customerId: null,
    authorId: author.membershipId,
    fromName: author.displayName,
    fromAddress: '',
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    visibleText: body.text,
    quotedText: '',
    signatureText: '',
    splitConfidence: 1,
    html: body.html,
    messageIdHeader: null,
    classification: 'human',
    flags: [],
    authentication: 'none',
    sentAt: at,
    receivedAt: at,
    keys: [],
    attachments: files.map(({ position, fileName, contentType, sizeBytes, sha256 }) => ({
      position,
      fileName,
      contentType,
      sizeBytes,
      sha256,
      contentId: null,
      isInline: false,
    })),
  })
  await saveTicket(db, ticket, { addedMessages: 1 }, { actor: auditActor(scope.actor), notes: [], at })
  await announce(db, [
    { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
  ])
  return { messageId }
}
