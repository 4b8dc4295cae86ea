import type { BlobStore } from '@/lib/blobs/types'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { recordEvents } from '@/lib/outbox/record-events'
import { systemScope } from '@/lib/tenancy/scope'

/** One delivery to one mailbox, as a transport received it. `bytes` are exactly what came over the wire. */
export interface Delivery {
  tenantId: string
  mailboxId: string
  source: 'smtp' | 'imap' | 'http'
  /** The creation address it came to, without a token. */
  recipient: string
  envelopeFrom: string
  envelopeTo: string[]
  clientIp: string
  helo: string
  bytes: Uint8Array
  receivedAt: Date
}

/**
 * Makes a delivery safe before anything is judged: the bytes, then one row, then the fact that mail waits. When
 * this returns, the sender may forget the mail. The same bytes delivered again count on the first row.
 *
 * @throws AppError `storage_unavailable`, `database_unavailable`: nothing was promised, the sender keeps the mail
 */
export async function keepMail(delivery: Delivery, ports: { blobs: BlobStore }): Promise<void> {
  const { sha256, sizeBytes } = await ports.blobs.put(delivery.tenantId, delivery.bytes)
  await withTenant(systemScope(delivery.tenantId, 'keep'), async (db) => {
    await insertRawMail(db, delivery, sha256, sizeBytes)
    await recordEvents(db, [
      { name: 'mail/stored', data: { tenantId: delivery.tenantId }, coalesceKey: 'mail/stored' },
    ])
  })
}

async function insertRawMail(
  db: TenantDb,
  delivery: Delivery,
  sha256: string,
  sizeBytes: number,
): Promise<void> {
  await db.$executeRaw`
    WITH kept AS (
      INSERT INTO raw_mail (id, mailbox_id, source, recipient, envelope_from, envelope_to, client_ip, helo,
                            size_bytes, sha256, received_at)
      VALUES (${newId()}::uuid, ${delivery.mailboxId}::uuid, ${delivery.source}::raw_mail_source, ${delivery.recipient},
              ${delivery.envelopeFrom}, ${delivery.envelopeTo}, ${delivery.clientIp}, ${delivery.helo},
              ${sizeBytes}, ${sha256}, ${delivery.receivedAt})
      ON CONFLICT (tenant_id, mailbox_id, sha256) WHERE uid IS NULL
        DO UPDATE SET delivery_count = raw_mail.delivery_count + 1
      RETURNING tenant_id, delivery_count
    )
    INSERT INTO tenant_usage (tenant_id, stored_bytes)
    SELECT tenant_id, ${sizeBytes} FROM kept WHERE delivery_count = 1
    ON CONFLICT (tenant_id) DO UPDATE SET stored_bytes = tenant_usage.stored_bytes + excluded.stored_bytes`
}
