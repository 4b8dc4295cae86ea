import { now } from '@/lib/clock'
import type { MemberRole } from '@/lib/tenancy/scope'
import { systemClient, systemSqlPool } from './client'
import { toAppError } from './errors'
import type { Prisma, PrismaClient } from './generated/client'

/**
 * The system door: what must be known before a tenant is. Functions, not a client; each reads only the columns
 * that the migration grants to `postino_system` and answers ids, names and scopes, never content. A new entry is
 * a reviewed decision. People and their sessions are in system-users.ts.
 *
 * Every function throws AppError `database_unavailable` when the database cannot be reached.
 */
export interface TenantIdentity {
  id: string
  slug: string
  name: string
  locale: string
  isSuspended: boolean
}

export interface MembershipIdentity {
  membershipId: string
  userId: string
  role: MemberRole
  displayName: string
  tenant: TenantIdentity
}

const tenantColumns = { id: true, slug: true, name: true, locale: true, status: true } as const
const membershipColumns = {
  id: true,
  userId: true,
  role: true,
  displayName: true,
  tenant: { select: tenantColumns },
} as const

export async function findTenantBySlug(slug: string): Promise<TenantIdentity | null> {
  const row = await throughDoor((db) => db.tenant.findUnique({ where: { slug }, select: tenantColumns }))
  return row && toTenantIdentity(row)
}

/** A person's place in the tenant of this slug: null when there is none, or it was deactivated. */
export async function findMembership(userId: string, tenantSlug: string): Promise<MembershipIdentity | null> {
  const row = await throughDoor((db) =>
    db.membership.findFirst({
      where: { userId, deactivatedAt: null, tenant: { slug: tenantSlug } },
      select: membershipColumns,
    }),
  )
  return row && toMembershipIdentity(row)
}

/** The tenants a person may enter, by name. A person has few: the list is one page of at most 200. */
export async function listMembershipsOfUser(userId: string): Promise<MembershipIdentity[]> {
  const rows = await throughDoor((db) =>
    db.membership.findMany({
      where: { userId, deactivatedAt: null },
      select: membershipColumns,
      orderBy: [{ tenant: { name: 'asc' } }, { id: 'asc' }],
      take: 200,
    }),
  )
  return rows.map(toMembershipIdentity)
}

/** Every tenant, suspended ones too: for work that goes through all of them. */
export async function listTenantIds(): Promise<string[]> {
  const rows = await throughDoor((db) => db.tenant.findMany({ select: { id: true }, orderBy: { id: 'asc' } }))
  return rows.map((row) => row.id)
}

/** The usage that the mail entrance compares with the limits. @returns null for an unknown tenant */
export async function findTenantUsage(tenantId: string): Promise<{
  isSuspended: boolean
  storedBytes: bigint
  storageQuotaBytes: bigint
  hourlyMailLimit: number
} | null> {
  const row = await throughDoor((db) =>
    db.tenant.findUnique({
      where: { id: tenantId },
      select: {
        status: true,
        storageQuotaBytes: true,
        hourlyMailLimit: true,
        usage: { select: { storedBytes: true } },
      },
    }),
  )
  return (
    row && {
      isSuspended: row.status === 'suspended',
      storedBytes: row.usage?.storedBytes ?? 0n,
      storageQuotaBytes: row.storageQuotaBytes,
      hourlyMailLimit: row.hourlyMailLimit,
    }
  )
}

export interface ReceivingAddress {
  tenantId: string
  mailboxId: string
  creationAddressId: string
  isPaused: boolean
  isSuspended: boolean
  isOverQuota: boolean
  /** Mails that the tenant takes in an hour. */
  hourlyMailLimit: number
}

/**
 * Where mail to one of our addresses belongs, and whether it is taken now. A disabled address is as unknown as one
 * never given out.
 */
export async function findCreationAddress(address: string): Promise<ReceivingAddress | null> {
  const [row] = await askDoor<ReceivingAddress>({
    name: 'find creation address',
    text: `
      SELECT a.tenant_id AS "tenantId", a.mailbox_id AS "mailboxId", a.id AS "creationAddressId",
        m.paused_at IS NOT NULL AS "isPaused", t.status = 'suspended' AS "isSuspended",
        coalesce(u.stored_bytes, 0) >= t.storage_quota_bytes AS "isOverQuota", t.hourly_mail_limit AS "hourlyMailLimit"
      FROM creation_address a
      JOIN mailbox m ON m.id = a.mailbox_id
      JOIN tenant t ON t.id = a.tenant_id
      LEFT JOIN tenant_usage u ON u.tenant_id = a.tenant_id
      WHERE a.address = $1 AND a.disabled_at IS NULL`,
    values: [address.toLowerCase()],
  })
  return row ?? null
}

/** True when any tenant receives or sends under this address: a mail from it must never be answered by itself. */
export async function isOwnAddress(addressKey: string): Promise<boolean> {
  const [row] = await throughDoor(
    (db) => db.$queryRaw<{ is_own: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM creation_address WHERE address = ${addressKey})
          OR EXISTS (SELECT 1 FROM outbound_channel WHERE lower(from_address) = ${addressKey}) AS is_own`,
  )
  return row?.is_own ?? false
}

export interface OutboxRow {
  id: string
  tenantId: string
  name: string
  data: Prisma.JsonValue
}

/**
 * Takes facts to relay, oldest first, and keeps them from other workers for `leaseMs`. A taken row no longer
 * coalesces: a fact recorded from now on gets a row of its own, because this one may already be on its way.
 */
export async function claimOutboxRows(limit: number, leaseMs: number): Promise<OutboxRow[]> {
  const rows = await askDoor<OutboxRow>({
    name: 'claim outbox',
    text: `
      UPDATE outbox SET claimed_until = clock_timestamp() + $2::int * interval '1 millisecond', coalesce_key = NULL
      WHERE id = ANY(ARRAY(
        SELECT id FROM outbox WHERE claimed_until IS NULL OR claimed_until < clock_timestamp()
        ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING id, tenant_id AS "tenantId", name, data`,
    values: [limit, leaseMs],
  })
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Relayed facts are done with. */
export async function deleteOutboxRows(ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await askDoor({ name: 'delete outbox', text: 'DELETE FROM outbox WHERE id = ANY($1)', values: [ids] })
}

/** Facts not yet relayed, exact up to 10,000. */
export async function countWaitingOutbox(): Promise<number> {
  const rows = await throughDoor((db) => db.outbox.findMany({ select: { id: true }, take: 10_000 }))
  return rows.length
}

/** Tenants with kept mail whose turn has come: what no event announced is found here. */
export async function listTenantsWithWaitingMail(limit: number): Promise<string[]> {
  const rows = await askDoor<{ tenantId: string }>({
    name: 'tenants with waiting mail',
    text: `
      SELECT DISTINCT tenant_id AS "tenantId" FROM raw_mail
      WHERE state = 'kept' AND next_attempt_at <= $1 AND (claimed_until IS NULL OR claimed_until < $1)
      LIMIT $2`,
    values: [now(), limit],
  })
  return rows.map(({ tenantId }) => tenantId)
}

/** Tenants with outbound mails whose attempt is due, or whose sender died with the lease in its hand. */
export async function listTenantsWithDueMail(limit: number): Promise<string[]> {
  const rows = await askDoor<{ tenantId: string }>({
    name: 'tenants with due mail',
    text: `
      WITH due AS MATERIALIZED (
        SELECT tenant_id FROM outbound_mail
        WHERE state IN ('pending', 'deferred', 'sending')
          AND CASE WHEN state = 'sending' THEN leased_until < $1 ELSE next_attempt_at <= $1 END
        -- So the index of these states is taken, and not the tenants' for the sake of DISTINCT.
        ORDER BY next_attempt_at
      )
      SELECT DISTINCT tenant_id AS "tenantId" FROM due LIMIT $2`,
    values: [now(), limit],
  })
  return rows.map(({ tenantId }) => tenantId)
}

/** Confirmations made in the last hour over all tenants, counted up to `cap`. */
export async function countConfirmationsLastHour(cap: number): Promise<number> {
  const [row] = await askDoor<{ count: number }>({
    name: 'confirmations of the last hour',
    text: `
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM outbound_mail WHERE kind = 'confirmation' AND created_at > now() - interval '1 hour' LIMIT $1
      ) AS sent`,
    values: [cap],
  })
  return row?.count ?? 0
}

/** A fact about this installation. */
export async function findInstallationFact(key: string): Promise<string | null> {
  const row = await throughDoor((db) => db.installation.findUnique({ where: { key } }))
  return row?.value ?? null
}

export async function writeInstallationFact(key: string, value: string): Promise<void> {
  await throughDoor((db) =>
    db.installation.upsert({ where: { key }, create: { key, value }, update: { value } }),
  )
}

/** One use of the door. For the files of lib/db only. */
export async function throughDoor<T>(work: (db: PrismaClient) => Promise<T>): Promise<T> {
  try {
    return await work(systemClient())
  } catch (error) {
    throw toAppError(error)
  }
}

/** One statement through the door, past the client library: for what is asked at every request. For the files of lib/db only. */
export async function askDoor<Row extends object>(statement: {
  /** Prepared under this name, once a connection. */
  name: string
  text: string
  values: unknown[]
}): Promise<Row[]> {
  try {
    return (await systemSqlPool().query<Row>(statement)).rows
  } catch (error) {
    throw toAppError(error)
  }
}

type TenantRow = { id: string; slug: string; name: string; locale: string; status: 'active' | 'suspended' }

const toTenantIdentity = ({ status, ...tenant }: TenantRow): TenantIdentity => ({
  ...tenant,
  isSuspended: status === 'suspended',
})

function toMembershipIdentity({
  id,
  tenant,
  ...row
}: {
  id: string
  userId: string
  role: MemberRole
  displayName: string
  tenant: TenantRow
}): MembershipIdentity {
  return { membershipId: id, ...row, tenant: toTenantIdentity(tenant) }
}
