import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { findInboundEndpoint } from '@/lib/db/system-mail'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { findRecipient, type KnownRecipient } from '@/lib/ingest/find-recipient'
import { keepMail } from '@/lib/ingest/keep-mail'
import { scanMinimalHeaders } from '@/lib/mail/header-scan'
import { systemScope } from '@/lib/tenancy/scope'
import { endpointKeys } from './endpoint-keys'
import { refusalOf } from './refusal-of'
import { isSignedBy, type SignedHeaders } from './rules'
import { findEvent, insertEvent } from './store'

const uuid = z.uuid()

export interface SignedMail {
  endpointId: string
  headers: SignedHeaders | null
  /** The mail, byte for byte. */
  body: Uint8Array
}

/**
 * Takes a mail that a program hands in. When this returns, the program may forget it. The same request again does
 * nothing; a program that did not hear our answer repeats its request, and whatever was kept before the answer got lost
 * is found by its bytes. Another mail under an id that was used is refused: nothing of it is kept.
 *
 * @throws AppError `unauthenticated` for an unknown endpoint as for a wrong signature, `invalid_input` for no mail,
 *   `idempotency_conflict` for an id that another mail came under,
 *   `quota_exceeded`, `server_unavailable` when the tenant takes no mail now; `storage_unavailable`,
 *   `database_unavailable`: the program keeps the mail
 */
export async function receiveSignedMail(
  { endpointId, headers, body }: SignedMail,
  ports: { blobs: BlobStore },
): Promise<{ status: 'stored' | 'already-stored' }> {
  const at = now()
  const recipient = await findPlace(endpointId)
  // Also without a place: nobody shall learn from the time it takes whether there is one.
  const isSigned = headers !== null && isSignedBy(headers, body, endpointKeys(endpointId), at)
  if (!recipient || !headers || !isSigned)
    throw new AppError('unauthenticated', 'no such endpoint, or not its signature')
  const refusal = refusalOf(recipient)
  if (refusal) throw refusal
  if (body.byteLength === 0) throw new AppError('invalid_input', 'no mail in the request')

  const scope = systemScope(recipient.tenantId, 'inbound')
  const bodySha256 = createHash('sha256').update(body).digest('hex')
  const event = { source: endpointId, eventId: headers.id, bodySha256, receivedAt: at }
  const known = await withTenant(scope, (db) => findEvent(db, event.source, event.eventId))
  if (known?.bodySha256 === bodySha256) return { status: 'already-stored' }
  // Where it is not known what came under this id, the mail is kept: if it is the same, it counts on the first one.
  if (known && known.bodySha256 !== null)
    throw new AppError('idempotency_conflict', 'another mail came under this id')
  await keepMail(
    {
      ...recipient,
      source: 'http',
      // There is no envelope: an answer goes to whom the mail says it is from.
      envelopeFrom: scanMinimalHeaders(body).from?.address ?? '',
      envelopeTo: [recipient.recipient],
      // The program's address, which says nothing about the sender's server.
      clientIp: '',
      helo: '',
      bytes: body,
      receivedAt: at,
    },
    ports,
  )
  await withTenant(scope, (db) => insertEvent(db, event))
  return { status: 'stored' }
}

async function findPlace(endpointId: string): Promise<KnownRecipient | null> {
  const endpoint = uuid.safeParse(endpointId).success ? await findInboundEndpoint(endpointId) : null
  return endpoint && findRecipient(endpoint.address)
}
