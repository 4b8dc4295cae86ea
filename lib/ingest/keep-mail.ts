import type { BlobStore, StoredBlob } from '@/lib/blobs/types'
import { type TenantSql, withTenantSql } from '@/lib/db/tenant-sql'
import { AppError, isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import { type RecordedEvent, recordEvents } from '@/lib/outbox/record-events'
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
  /** Where it lies, for a mail that was fetched from a mailbox. */
  place?: MailboxPlace
  /** Kept, but not for the pipeline: shown in quarantine with this reason. */
  held?: { reason: string; subject: string; fromAddress: string }
}

/** A mail in an IMAP mailbox. The lease says who may keep it. */
export interface MailboxPlace {
  leaseToken: number
  epoch: number
  folder: string
  uidValidity: bigint
  uid: number
  isSentCopy: boolean
}

/**
 * Makes a delivery safe before anything is judged: the bytes, then one row, then the fact that mail waits. When
 * this returns, the sender may forget the mail. The same bytes to the same address again count on the first row; a mail of a
 * mailbox is kept once for its place there.
 *
 * @throws AppError `storage_unavailable`, `database_unavailable`: nothing was promised, the sender keeps the mail;
 *   `stale_version` when the mailbox it was fetched from is another worker's by now
 */
export async function keepMail(delivery: Delivery, ports: { blobs: BlobStore }): Promise<void> {
  const { sha256, sizeBytes } = await putBytes(delivery, ports.blobs)
  await withTenantSql(systemScope(delivery.tenantId, 'keep'), async (db) => {
    const { place } = delivery
    await Promise.all([
      place
        ? insertMailboxMail(db, { ...delivery, place }, sha256, sizeBytes)
        : insertRawMail(db, delivery, sha256, sizeBytes),
      delivery.held
        ? announce(db, [{ kind: 'quarantine', ticketId: null, ticketNumber: null, change: 'created' }])
        : recordEvents(db, [mailStored(delivery.tenantId)]),
    ])
  })
}

/** Well inside the minute that a client of our SMTP server is kept waiting for its answer. */
const putTimeoutMs = 45_000

/** A store that takes nothing, or takes too long, is written down: those who administer the tenant are told of it. */
async function putBytes({ tenantId, bytes }: Delivery, blobs: BlobStore): Promise<StoredBlob> {
  try {
    return await withinTime(blobs.put(tenantId, bytes))
  } catch (error) {
    // Where the database is away too there is nothing to write down, and the sender hears of the first trouble.
    if (isAppError(error, 'storage_unavailable')) await notePutOff(tenantId).catch(() => {})
    throw error
  }
}

async function withinTime(put: Promise<StoredBlob>): Promise<StoredBlob> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    const tooLong = () => reject(new AppError('storage_unavailable', `not stored in ${putTimeoutMs} ms`))
    timer = setTimeout(tooLong, putTimeoutMs)
  })
  try {
    return await Promise.race([put, end])
  } finally {
    clearTimeout(timer)
  }
}

async function notePutOff(tenantId: string): Promise<void> {
  await withTenantSql(systemScope(tenantId, 'keep'), async (db) => {
    await db.$executeRaw`
      INSERT INTO tenant_usage (put_off_since) VALUES (now())
      ON CONFLICT (tenant_id) DO UPDATE SET put_off_since = excluded.put_off_since
        WHERE tenant_usage.put_off_since IS NULL`
  })
}

/** Whoever keeps a mail looks at it at once. This is for the case that he dies before, and can wait for others. */
const mailStored = (tenantId: string): RecordedEvent => ({
  name: 'mail/stored',
  data: { tenantId },
  coalesceKey: 'mail/stored',
  afterMs: 2_000,
})

async function insertRawMail(
  db: TenantSql,
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
      ON CONFLICT (tenant_id, mailbox_id, sha256, recipient) WHERE uid IS NULL
        DO UPDATE SET delivery_count = raw_mail.delivery_count + 1
      RETURNING tenant_id, delivery_count
    )
    INSERT INTO tenant_usage (tenant_id, stored_bytes)
    SELECT tenant_id, ${sizeBytes} FROM kept WHERE delivery_count = 1
    ON CONFLICT (tenant_id) DO UPDATE SET stored_bytes = tenant_usage.stored_bytes + excluded.stored_bytes`
}

/** The mail, its line in the mailbox's book, and what it takes of the quota: all three or, without the lease, none. */
async function insertMailboxMail(
  db: TenantSql,
  delivery: Delivery & { place: MailboxPlace },
  sha256: string,
  sizeBytes: number,
): Promise<void> {
  const { place, held = null, mailboxId } = delivery
  const [row] = await db.$queryRaw<{ isLeased: boolean }[]>`
    WITH lease AS (
      SELECT processed_folder FROM mailbox_connection
      WHERE mailbox_id = ${mailboxId}::uuid AND lease_token = ${place.leaseToken} AND epoch = ${place.epoch}
      FOR SHARE
    ), kept AS (
      INSERT INTO raw_mail (id, mailbox_id, source, recipient, envelope_from, envelope_to, client_ip, helo, size_bytes, sha256,
        received_at, epoch, folder, uid_validity, uid, is_sent_copy, state, outcome, reason, subject, from_address, decided_at)
      SELECT ${newId()}::uuid, ${mailboxId}::uuid, ${delivery.source}::raw_mail_source, ${delivery.recipient},
        ${delivery.envelopeFrom}, ${delivery.envelopeTo}::text[], ${delivery.clientIp}, ${delivery.helo}, ${sizeBytes}::int,
        ${sha256}, ${delivery.receivedAt}::timestamptz, ${place.epoch}, ${place.folder}, ${place.uidValidity}, ${place.uid},
        ${place.isSentCopy}, ${held ? 'quarantined' : 'kept'}::raw_mail_state, ${held ? 'quarantine' : null},
        ${held?.reason ?? null}, ${held?.subject ?? ''}, ${held?.fromAddress ?? ''},
        CASE WHEN ${held !== null} THEN now() END
      FROM lease
      ON CONFLICT (tenant_id, mailbox_id, epoch, folder, uid_validity, uid) DO NOTHING
      RETURNING tenant_id
    ), noted AS (
      UPDATE mailbox_mail SET outcome = 'kept', settled_at = now(),
        move = CASE WHEN lease.processed_folder <> '' AND NOT ${place.isSentCopy} AND NOT ${held !== null} THEN 'due' ELSE 'none' END
      FROM lease
      WHERE mailbox_id = ${mailboxId}::uuid AND epoch = ${place.epoch} AND folder = ${place.folder}
        AND uid_validity = ${place.uidValidity} AND uid = ${place.uid} AND outcome = 'discovered'
    ), used AS (
      INSERT INTO tenant_usage (tenant_id, stored_bytes)
      SELECT tenant_id, ${sizeBytes} FROM kept
      ON CONFLICT (tenant_id) DO UPDATE SET stored_bytes = tenant_usage.stored_bytes + excluded.stored_bytes
    )
    SELECT EXISTS (SELECT FROM lease) AS "isLeased"`
  if (!row?.isLeased) throw new AppError('stale_version', 'the mailbox was taken over')
}
