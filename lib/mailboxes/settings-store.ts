import type { TenantDb } from '@/lib/db/with-tenant'
import type { ForwardingAddressDto, MailboxDto, MailboxTestDto } from './dtos'
import { type MailboxStateWord, type MailboxTestResult, mailboxStates } from './types'

/** What a tenant sets. */
export interface MailboxSettings {
  host: string
  port: number
  encryption: 'tls' | 'starttls' | 'none'
  isCertificateChecked: boolean
  pinnedFingerprint: string | null
  auth: 'password' | 'oauth' | 'none'
  username: string
  sharedMailbox: string
  credentialId: string | null
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
  trustedServer: string
}

/** A mailbox that is not read yet: somebody starts it. Answers go out by the channel of the same address. */
export async function insertMailbox(
  db: TenantDb,
  row: { id: string; name: string; address: string; queueId: string; at: Date } & MailboxSettings,
): Promise<void> {
  const { id, name, address, queueId, at, ...settings } = row
  const channel = await db.outboundChannel.findFirst({
    where: { fromAddress: { equals: address, mode: 'insensitive' }, removedAt: null, isActive: true },
    select: { id: true },
  })
  await db.mailbox.create({
    data: {
      id,
      kind: 'imap',
      name,
      defaultQueueId: queueId,
      replyViaChannelId: channel?.id ?? null,
      pausedAt: at,
    },
  })
  await db.mailboxConnection.create({ data: { mailboxId: id, address, ...settings } })
}

export interface StoredMailbox extends MailboxSettings {
  mailboxId: string
  address: string
  cutOffAt: Date | null
  mailbox: { name: string; pausedAt: Date | null; defaultQueueId: string }
}

/** Null when there is none here, or it was removed. */
export const findMailbox = (db: TenantDb, mailboxId: string): Promise<StoredMailbox | null> =>
  db.mailboxConnection.findFirst({
    where: { mailboxId, removedAt: null },
    include: { mailbox: { select: { name: true, pausedAt: true, defaultQueueId: true } } },
  })

/** Whoever is connected starts anew; what was tried in vain is tried again. Another mailbox begins another epoch. */
export async function updateMailboxRow(
  db: TenantDb,
  mailboxId: string,
  change: { name: string; queueId: string; settings: MailboxSettings; isOtherMailbox: boolean; at: Date },
): Promise<void> {
  const { name, queueId, settings, isOtherMailbox, at } = change
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { name, defaultQueueId: queueId } })
  await db.mailboxConnection.updateMany({
    where: { mailboxId },
    data: {
      ...settings,
      ...freshStart(at),
      ...(isOtherMailbox ? { epoch: { increment: 1 } } : {}),
    },
  })
}

/** Settings or a login changed: whoever is connected starts anew, and what was refused is forgotten. */
const freshStart = (at: Date) => ({
  version: { increment: 1 },
  state: 'new',
  stateSince: at,
  failures: 0,
  refusals: 0,
  nextAttemptAt: at,
})

/** The mailboxes that sign in with a login that was renewed. */
export async function wakeMailboxesOf(db: TenantDb, credentialId: string, at: Date): Promise<void> {
  await db.mailboxConnection.updateMany({ where: { credentialId, removedAt: null }, data: freshStart(at) })
}

export async function setPaused(
  db: TenantDb,
  mailboxId: string,
  pausedAt: Date | null,
  at: Date,
): Promise<void> {
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { pausedAt } })
  await db.mailboxConnection.updateMany({ where: { mailboxId }, data: freshStart(at) })
}

/** Only once: what was refused as too old then stays so. */
export async function setCutOff(db: TenantDb, mailboxId: string, cutOffAt: Date): Promise<void> {
  await db.mailboxConnection.updateMany({ where: { mailboxId, cutOffAt: null }, data: { cutOffAt } })
}

/** Its tickets and mails stay; nobody reads it any more, and its password is nowhere. */
export async function removeMailboxRow(db: TenantDb, mailboxId: string, at: Date): Promise<void> {
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { pausedAt: at } })
  await db.mailboxConnection.updateMany({
    where: { mailboxId },
    data: { ...freshStart(at), removedAt: at, credentialId: null },
  })
}

export const hasQueue = async (db: TenantDb, queueId: string): Promise<boolean> =>
  (await db.queue.count({ where: { id: queueId } })) > 0

const maxQueues = 200

export const listQueueChoices = (db: TenantDb): Promise<{ id: string; name: string }[]> =>
  db.queue.findMany({
    select: { id: true, name: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: maxQueues,
  })

const maxMailboxes = 200

interface ListedRow extends Omit<MailboxSettings, 'credentialId'> {
  id: string
  name: string
  address: string
  provider: string | null
  queueId: string
  cutOffAt: Date | null
  isPaused: boolean
  leasedUntil: Date | null
  nextAttemptAt: Date
  state: string
  stateSince: Date
  lastSuccessAt: Date | null
  lastMailAt: Date | null
  lagMs: number | null
  isIdle: boolean
  testId: string | null
  testRequestedAt: Date | null
  testResult: unknown
}

/** The mailboxes read by IMAP, by name, each with its last test. */
export async function listMailboxRows(db: TenantDb, at: Date): Promise<MailboxDto[]> {
  const rows = await db.$queryRaw<ListedRow[]>`
    SELECT c.mailbox_id AS id, m.name, c.address, k.provider, c.host, c.port, c.encryption,
      c.is_certificate_checked AS "isCertificateChecked", c.pinned_fingerprint AS "pinnedFingerprint", c.auth, c.username,
      c.shared_mailbox AS "sharedMailbox", c.folder, c.processed_folder AS "processedFolder", c.is_sent_read AS "isSentRead",
      c.sent_folder AS "sentFolder", c.trusted_server AS "trustedServer", m.default_queue_id AS "queueId", c.cut_off_at AS "cutOffAt",
      m.paused_at IS NOT NULL AS "isPaused", c.leased_until AS "leasedUntil", c.next_attempt_at AS "nextAttemptAt", c.state,
      c.state_since AS "stateSince", c.last_success_at AS "lastSuccessAt", c.last_mail_at AS "lastMailAt", c.lag_ms AS "lagMs",
      c.is_idle AS "isIdle", t.id AS "testId", t.requested_at AS "testRequestedAt", t.result AS "testResult"
    FROM mailbox_connection c
    JOIN mailbox m ON m.id = c.mailbox_id
    LEFT JOIN credential k ON k.id = c.credential_id
    LEFT JOIN LATERAL (
      SELECT id, requested_at, result FROM mailbox_test
      WHERE mailbox_id = c.mailbox_id ORDER BY requested_at DESC, id DESC LIMIT 1) t ON true
    WHERE c.removed_at IS NULL ORDER BY m.name, c.mailbox_id LIMIT ${maxMailboxes}`
  return rows.map((row) => toDto(row, at))
}

function toDto(row: ListedRow, at: Date): MailboxDto {
  const { testId, testRequestedAt, testResult, leasedUntil, nextAttemptAt, isIdle, ...shown } = row
  const { provider } = row
  return {
    ...shown,
    provider: provider === 'google' || provider === 'microsoft' ? provider : 'other',
    cutOffAt: row.cutOffAt?.toISOString() ?? null,
    isUnattended: !row.isPaused && isOverdue(row, at),
    state: mailboxStates.find((word): word is MailboxStateWord => word === row.state) ?? 'server-ill',
    stateSince: row.stateSince.toISOString(),
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    lastMailAt: row.lastMailAt?.toISOString() ?? null,
    isListening: isIdle && leasedUntil !== null && leasedUntil > at,
    lastTest:
      testId && testRequestedAt
        ? toTestDto({ id: testId, requestedAt: testRequestedAt, result: testResult })
        : null,
  }
}

const overdueMs = 60_000

const isOverdue = (row: { leasedUntil: Date | null; nextAttemptAt: Date }, at: Date): boolean =>
  at.getTime() - Math.max(row.leasedUntil?.getTime() ?? 0, row.nextAttemptAt.getTime()) > overdueMs

export async function findMailboxTest(db: TenantDb, id: string): Promise<MailboxTestDto | null> {
  const row = await db.mailboxTest.findFirst({ where: { id } })
  return row && toTestDto(row)
}

const toTestDto = (row: { id: string; requestedAt: Date; result: unknown }): MailboxTestDto => ({
  id: row.id,
  requestedAt: row.requestedAt.toISOString(),
  // Written by finishTest and by nobody else.
  result: row.result as MailboxTestResult | null,
})

const maxAddresses = 200

/** The addresses that take mail, in alphabetical order. */
export const listForwardingAddressRows = (
  db: TenantDb,
): Promise<(Omit<ForwardingAddressDto, 'lastMailAt'> & { lastMailAt: Date | null })[]> => db.$queryRaw`
    SELECT a.address, m.name AS "mailboxName", q.name AS "queueName", r.last_mail_at AS "lastMailAt",
      EXISTS (SELECT FROM raw_mail x WHERE x.mailbox_id = m.id AND x.uid IS NULL) AS "isUsed"
    FROM creation_address a JOIN mailbox m ON m.id = a.mailbox_id
    JOIN queue q ON q.id = coalesce(a.queue_id, m.default_queue_id)
    LEFT JOIN mailbox_rhythm r ON r.mailbox_id = m.id
    WHERE a.disabled_at IS NULL ORDER BY a.address LIMIT ${maxAddresses}::int`
