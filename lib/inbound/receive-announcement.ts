import { z } from 'zod'
import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { findRecipient, type KnownRecipient } from '@/lib/ingest/find-recipient'
import { addressKey, addressWithoutTag } from '@/lib/mail/address'
import { parseAddressHeader } from '@/lib/mail/address-header'
import { systemScope } from '@/lib/tenancy/scope'
import { type AnnouncedMail, insertFetches } from './fetch-store'
import { isSignedBy, keyOfSecret, type SignedHeaders } from './rules'
import { insertEvent } from './store'

const source = 'resend'
const maxRecipients = 50

const addresses = z
  .array(z.string().max(1_000))
  .max(1_000)
  .nullish()
  .transform((list) => list ?? [])
const event = z.object({ type: z.string() })
const received = z.object({
  data: z.object({
    email_id: z.string().min(1).max(200),
    from: z.string().max(1_000).default(''),
    to: addresses,
    cc: addresses,
    bcc: addresses,
    /** What the envelope said. */
    received_for: addresses,
  }),
})

/**
 * Takes Resend's word that it received a mail. The webhook carries no content: a worker fetches that. Whose mail it is
 * follows from our own list of addresses; a mail for none of them, or another event, is answered and forgotten.
 *
 * @throws AppError `not_found` where no Resend is set up, `unauthenticated`, `invalid_input`
 */
export async function receiveAnnouncement(request: {
  headers: SignedHeaders | null
  body: Uint8Array
}): Promise<{ status: 'noted' | 'already-noted' | 'not-for-us' }> {
  const at = now()
  const { headers, body } = request
  const { RESEND_WEBHOOK_SECRET } = getEnv()
  if (!RESEND_WEBHOOK_SECRET) throw new AppError('not_found', 'no Resend is set up')
  if (!headers || !isSignedBy(headers, body, [keyOfSecret(RESEND_WEBHOOK_SECRET)], at))
    throw new AppError('unauthenticated', 'not signed by Resend')

  const announced = readAnnouncement(body)
  if (!announced) return { status: 'not-for-us' }
  const byTenant = await groupByTenant(announced)
  let isNew = false
  for (const [tenantId, mails] of byTenant) {
    await withTenant(systemScope(tenantId, 'inbound'), async (db) => {
      const eventId = await insertEvent(db, { source, eventId: headers.id, receivedAt: at })
      if (eventId === null) return
      await insertFetches(db, eventId, mails, at)
      isNew = true
    })
  }
  if (byTenant.size === 0) return { status: 'not-for-us' }
  return { status: isNew ? 'noted' : 'already-noted' }
}

type Received = z.infer<typeof received>['data']

function readAnnouncement(body: Uint8Array): Received | null {
  const json = parseJson(body)
  const kind = event.safeParse(json)
  if (!kind.success) throw new AppError('invalid_input', 'no event')
  if (kind.data.type !== 'email.received') return null
  const found = received.safeParse(json)
  if (!found.success) throw new AppError('invalid_input', 'email.received of another form than known')
  return found.data.data
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new AppError('invalid_input', 'no JSON', { cause })
  }
}

/** One mail a creation address, as with several recipients in one SMTP transaction. */
async function groupByTenant(mail: Received): Promise<Map<string, AnnouncedMail[]>> {
  const { received_for: envelope, to, cc, bcc } = mail
  const given = parseAddressHeader((envelope.length > 0 ? envelope : [...to, ...cc, ...bcc]).join(', '))
  const [from] = parseAddressHeader(mail.from).addresses
  const byTenant = new Map<string, AnnouncedMail[]>()
  for (const { address } of given.addresses.slice(0, maxRecipients)) {
    const known = await findRecipient(addressWithoutTag(addressKey(address)))
    if (known)
      addRecipient(byTenant, known, address, { providerMailId: mail.email_id, from: from?.address ?? '' })
  }
  return byTenant
}

function addRecipient(
  byTenant: Map<string, AnnouncedMail[]>,
  { tenantId, mailboxId, recipient }: KnownRecipient,
  address: string,
  { providerMailId, from }: { providerMailId: string; from: string },
): void {
  const mails = byTenant.get(tenantId) ?? []
  byTenant.set(tenantId, mails)
  // One list for all of them: a token in one address says for every delivery which ticket is meant.
  const envelopeTo = mails[0]?.envelopeTo ?? []
  envelopeTo.push(address)
  if (mails.some((mail) => mail.recipient === recipient)) return
  mails.push({ mailboxId, recipient, providerMailId, envelopeFrom: from, envelopeTo })
}
