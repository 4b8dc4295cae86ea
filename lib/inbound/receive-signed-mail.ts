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
import { insertEvent, isEventKnown } from './store'

const uuid = z.uuid()

export interface SignedMail {
  endpointId: string
  headers: SignedHeaders | null
  /** The mail, byte for byte. */
  body: Uint8Array
}

/**
 * Takes a mail that a program hands in. When this returns, the program may forget it. The same id again does nothing;
 * a program that did not hear our answer repeats its request, and whatever was kept before the answer got lost is
 * found by its bytes.
 *
 * @throws AppError `unauthenticated` for an unknown endpoint as for a wrong signature, `invalid_input` for no mail,
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
  const event = { source: endpointId, eventId: headers.id, receivedAt: at }
  if (await withTenant(scope, (db) => isEventKnown(db, event.source, event.eventId)))
    return { status: 'already-stored' }
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
