import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TenantDb } from '@/lib/db/with-tenant'
import type { ChannelDto, ChannelSettings, ChannelTestDto, ChannelTrouble } from './types'

/** Written when it changes, and once a minute at most while all is well: every mail would touch the row otherwise. */
export async function recordChannelHealth(
  db: TenantSql,
  id: string,
  trouble: ChannelTrouble | null,
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbound_channel SET trouble = ${trouble},
      trouble_since = CASE WHEN ${trouble}::text IS NULL THEN NULL WHEN trouble IS NULL THEN ${at}::timestamptz ELSE trouble_since END,
      last_success_at = CASE WHEN ${trouble}::text IS NULL THEN ${at}::timestamptz ELSE last_success_at END
    WHERE id = ${id}::uuid AND (trouble IS DISTINCT FROM ${trouble}
      OR (${trouble}::text IS NULL AND coalesce(last_success_at, '-infinity') < ${at}::timestamptz - interval '1 minute'))`
}

const settingsColumns = {
  id: true,
  tenantId: true,
  kind: true,
  provider: true,
  fromAddress: true,
  host: true,
  port: true,
  encryption: true,
  isCertificateChecked: true,
  pinnedFingerprint: true,
  credentialId: true,
  revision: true,
} as const

/** A channel that was not removed. */
export async function findChannel(
  db: TenantDb,
  id: string,
): Promise<(ChannelSettings & { isDefault: boolean; fromName: string }) | null> {
  const row = await db.outboundChannel.findFirst({
    where: { id, removedAt: null },
    select: { ...settingsColumns, isDefault: true, fromName: true },
  })
  return row && { ...row, provider: toProvider(row.provider) }
}

/** All channels of the tenant, which has few: at most 200. */
export async function listChannelRows(
  db: TenantDb,
): Promise<(Omit<ChannelDto, 'webhook'> & { hasWebhookSecret: boolean })[]> {
  const rows = await db.outboundChannel.findMany({
    where: { removedAt: null },
    select: {
      ...settingsColumns,
      name: true,
      fromName: true,
      isDefault: true,
      isActive: true,
      trouble: true,
      troubleSince: true,
      lastSuccessAt: true,
      webhookSecret: true,
      credential: { select: { kind: true, account: true } },
      tests: { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: 1 },
      _count: { select: { mailboxes: true, queues: true } },
    },
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    take: 200,
  })
  return rows.map(
    ({
      credential,
      tests,
      _count,
      tenantId: _tenantId,
      credentialId: _credentialId,
      revision: _revision,
      webhookSecret,
      ...row
    }) => ({
      ...row,
      provider: toProvider(row.provider),
      login: credential ? { kind: credential.kind, account: credential.account } : { kind: 'none' },
      // Words that this code wrote itself.
      trouble: row.trouble as ChannelTrouble | null,
      troubleSince: row.troubleSince?.toISOString() ?? null,
      lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
      lastTest: tests[0] ? toTestDto(tests[0]) : null,
      usedBy: _count.mailboxes + _count.queues,
      hasWebhookSecret: webhookSecret !== null,
    }),
  )
}

const toProvider = (text: string): ChannelSettings['provider'] =>
  text === 'google' || text === 'microsoft' ? text : 'other'

export interface NewChannelRow extends Omit<ChannelSettings, 'tenantId' | 'revision' | 'pinnedFingerprint'> {
  pinnedFingerprint?: string | null
  name: string
  fromName: string
}

export async function insertChannel(db: TenantDb, row: NewChannelRow): Promise<void> {
  await db.outboundChannel.create({ data: row })
}

/** @returns false when there is no such channel */
export async function updateChannelRow(
  db: TenantDb,
  id: string,
  data: Partial<Omit<NewChannelRow, 'id' | 'kind' | 'fromAddress'>> & {
    isActive?: boolean
    webhookSecret?: Uint8Array<ArrayBuffer>
  },
): Promise<boolean> {
  const { count } = await db.outboundChannel.updateMany({
    where: { id, removedAt: null },
    data: { ...data, revision: { increment: 1 }, trouble: null, troubleSince: null },
  })
  return count === 1
}

/** Mails that were put off are tried at once: what kept them may have been mended. */
export async function wakeMails(db: TenantDb, channelId: string, at: Date): Promise<void> {
  await db.outboundMail.updateMany({
    where: { channelId, state: { in: ['pending', 'deferred'] } },
    data: { nextAttemptAt: at },
  })
}

/** One channel is the default, never two: the old one steps back first. */
export async function makeDefaultChannel(db: TenantDb, id: string): Promise<void> {
  await db.outboundChannel.updateMany({
    where: { isDefault: true, id: { not: id } },
    data: { isDefault: false },
  })
  await db.outboundChannel.updateMany({ where: { id }, data: { isDefault: true } })
}

/** The row stays: mails that left by it name it. */
export async function removeChannelRow(db: TenantDb, id: string, at: Date): Promise<void> {
  await db.mailbox.updateMany({ where: { replyViaChannelId: id }, data: { replyViaChannelId: null } })
  await db.queue.updateMany({ where: { replyViaChannelId: id }, data: { replyViaChannelId: null } })
  await db.outboundChannel.updateMany({
    where: { id },
    data: {
      removedAt: at,
      isActive: false,
      credentialId: null,
      webhookSecret: null,
      revision: { increment: 1 },
    },
  })
}

/** What the provider of a channel in use signs with, sealed. */
export async function findWebhookSecret(db: TenantDb, id: string): Promise<Uint8Array | null> {
  const row = await db.outboundChannel.findFirst({
    where: { id, kind: 'resend', removedAt: null },
    select: { webhookSecret: true },
  })
  return row?.webhookSecret ?? null
}

/** Mails that wait for their attempt by this channel. */
export const countWaitingMails = (db: TenantDb, channelId: string): Promise<number> =>
  db.outboundMail.count({ where: { channelId, state: { in: ['held', 'pending', 'sending', 'deferred'] } } })

export async function insertChannelTest(
  db: TenantDb,
  row: { id: string; channelId: string; mailTo: string | null; requestedAt: Date },
): Promise<void> {
  await db.channelTest.create({ data: row })
}

/** Takes a test that nobody works on; null when it is done, taken or gone. */
export async function claimChannelTest(
  db: TenantDb,
  id: string,
  leaseMs: number,
): Promise<{ channelId: string; mailTo: string | null } | null> {
  const [row] = await db.$queryRaw<{ channelId: string; mailTo: string | null }[]>`
    UPDATE channel_test SET claimed_until = now() + ${leaseMs}::int * interval '1 millisecond'
    WHERE id = ${id}::uuid AND finished_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
    RETURNING channel_id AS "channelId", mail_to AS "mailTo"`
  return row ?? null
}

export async function finishChannelTest(
  db: TenantDb,
  id: string,
  result: { outcome: string; serverResponse: string; fingerprint: string | null; at: Date },
): Promise<void> {
  const { at, ...found } = result
  await db.channelTest.updateMany({
    where: { id, finishedAt: null },
    data: { ...found, finishedAt: at },
  })
}

export async function findChannelTest(db: TenantDb, id: string): Promise<ChannelTestDto | null> {
  const row = await db.channelTest.findUnique({ where: { id } })
  return row && toTestDto(row)
}

const toTestDto = (row: {
  id: string
  requestedAt: Date
  outcome: string | null
  serverResponse: string
  fingerprint: string | null
}): ChannelTestDto => ({
  id: row.id,
  requestedAt: row.requestedAt.toISOString(),
  outcome: row.outcome as ChannelTestDto['outcome'],
  serverResponse: row.serverResponse,
  fingerprint: row.fingerprint,
})

/** What an administrator did to a channel; `details` hold no secret. */
export async function insertChannelAudit(
  db: TenantDb,
  entry: {
    id: string
    actorId: string | null
    action: string
    details: Record<string, string | boolean>
    at: Date
  },
): Promise<void> {
  const { actorId, ...data } = entry
  await db.auditEntry.create({ data: { ...data, actorKind: actorId ? 'agent' : 'system', actorId } })
}
