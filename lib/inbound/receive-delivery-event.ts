import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { findWebhookSecret } from '@/lib/channels/store'
import { openWebhookSecret } from '@/lib/channels/webhook-secret'
import { now } from '@/lib/clock'
import { findTenantOfChannel } from '@/lib/db/system-mail'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { addressKey } from '@/lib/mail/address'
import { parseAddressHeader } from '@/lib/mail/address-header'
import { findMailsOfProvider, isMailOnItsWay } from '@/lib/outbound/provider-store'
import { recordReport } from '@/lib/outbound/record-report'
import { type ProviderReport, readProviderReport } from '@/lib/outbound/report-rules'
import { systemScope } from '@/lib/tenancy/scope'
import { isSignedBy, keyOfSecret, type SignedHeaders } from './rules'
import { insertEvent } from './store'

/** An event may overtake the answer that told us the mail's id: so long it is worth coming again. */
const overtakesForMs = 3_600_000

const text = z.string().max(10_000).catch('')
const event = z.object({ type: z.string(), created_at: z.string().max(100).catch('') })
const data = z.object({
  data: z.object({
    email_id: z.string().min(1).max(200),
    to: z.array(z.string().max(1_000)).max(1_000).catch([]),
    bounce: z.object({ type: text, message: text }).optional().catch(undefined),
    failed: z.object({ reason: text }).optional().catch(undefined),
    suppressed: z.object({ message: text }).optional().catch(undefined),
  }),
})

/**
 * Takes Resend's word about what became of a mail that a tenant's channel handed to it, and writes it on that mail as a
 * bounce that came by mail. The channel is named by the address that was called, and believed by the secret that its
 * administrator put in. The same event again does nothing.
 *
 * @throws AppError `unauthenticated` for an unknown channel as for one without a secret and a wrong signature;
 *   `invalid_input`; `server_unavailable` when the mail may be one whose id is not known yet: Resend comes again
 */
export async function receiveDeliveryEvent(request: {
  channelId: string
  headers: SignedHeaders | null
  body: Uint8Array
}): Promise<{ status: 'noted' | 'already-noted' | 'not-for-us' }> {
  const at = now()
  const { channelId, headers, body } = request
  const channel = z.uuid().safeParse(channelId).success ? await findChannelKey(channelId) : null
  // Also without a channel: nobody shall learn from the time it takes whether there is one.
  const isSigned = headers !== null && isSignedBy(headers, body, [channel?.key ?? randomBytes(24)], at)
  if (!channel || !headers || !isSigned)
    throw new AppError('unauthenticated', 'no such channel, or not its signature')

  const told = readEvent(body)
  if (!told) return { status: 'not-for-us' }
  const bodySha256 = createHash('sha256').update(body).digest('hex')
  return withTenant(systemScope(channel.tenantId, 'inbound'), async (db) => {
    const outboundMailIds = await findMailsOfProvider(db, channelId, told.mailId)
    if (outboundMailIds.length === 0) {
      await assertIsNotOurs(db, channelId, told, at)
      return { status: 'not-for-us' }
    }
    const noted = { source: channelId, eventId: headers.id, bodySha256, receivedAt: at }
    if ((await insertEvent(db, noted)) === null) return { status: 'already-noted' }
    const reported = await recordReport(db, { outboundMailIds, rawMailId: null, at }, (recipients) =>
      readProviderReport(told.report, recipients),
    )
    await announce(
      db,
      reported.map(({ ticketId, ticketNumber }) => ({
        kind: 'delivery',
        ticketId,
        ticketNumber,
        change: 'changed',
      })),
    )
    return { status: 'noted' }
  })
}

async function findChannelKey(channelId: string): Promise<{ tenantId: string; key: Uint8Array } | null> {
  const tenantId = await findTenantOfChannel(channelId)
  if (tenantId === null) return null
  const scope = systemScope(tenantId, 'inbound')
  const sealed = await withTenant(scope, (db) => findWebhookSecret(db, channelId))
  const secret = sealed && openWebhookSecret(sealed, { tenantId, channelId })
  return secret ? { tenantId, key: keyOfSecret(secret) } : null
}

interface Told {
  mailId: string
  happenedAt: Date
  report: ProviderReport
}

/** Null for what says nothing about whether a mail arrives. */
function readEvent(body: Uint8Array): Told | null {
  const json = parseJson(body)
  const kind = event.safeParse(json)
  if (!kind.success) throw new AppError('invalid_input', 'no event')
  const { type, created_at } = kind.data
  const reportOf = reportsByType[type]
  if (!reportOf) return null
  const found = data.safeParse(json)
  if (!found.success) throw new AppError('invalid_input', `${type} of another form than known`)
  const { email_id: mailId, to, ...words } = found.data.data
  const addresses = parseAddressHeader(to.join(', ')).addresses.map(({ address }) => address)
  const report = { ...reportOf(words), addresses }
  return { mailId, happenedAt: new Date(created_at), report }
}

type Words = Pick<z.infer<typeof data>['data'], 'bounce' | 'failed' | 'suppressed'>

/** Resend's events about what hinders a mail (resend.com/docs/webhooks/event-types). */
const reportsByType: Partial<Record<string, (words: Words) => Omit<ProviderReport, 'addresses'>>> = {
  'email.bounced': ({ bounce }) => ({
    kind: 'bounced',
    status: bounce?.type ?? '',
    detail: bounce?.message ?? '',
  }),
  'email.delivery_delayed': () => ({ kind: 'delayed', status: '', detail: '' }),
  'email.complained': () => ({ kind: 'complained', status: '', detail: '' }),
  // Resend sent nothing: the address is not to blame now, whatever it did before.
  'email.failed': ({ failed }) => ({ kind: 'refused', status: '', detail: failed?.reason ?? '' }),
  'email.suppressed': ({ suppressed }) => ({
    kind: 'refused',
    status: '',
    detail: suppressed?.message ?? '',
  }),
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new AppError('invalid_input', 'no JSON', { cause })
  }
}

/** A Resend account may send for others than us too; of a mail that is being handed to it we may not know the id yet. */
async function assertIsNotOurs(
  db: TenantDb,
  channelId: string,
  { happenedAt, report }: Told,
  at: Date,
): Promise<void> {
  // An event without a readable time is old.
  if (!(at.getTime() - happenedAt.getTime() < overtakesForMs)) return
  if (await isMailOnItsWay(db, { channelId, addressKeys: report.addresses.map(addressKey), at }))
    throw new AppError('server_unavailable', 'the mail may be one that is being handed over')
}
