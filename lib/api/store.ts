import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { isKeyScope } from '@/lib/tenancy/key-scopes'
import type { ApiKeyDto } from './types'

const keyColumns = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  createdBy: { select: { displayName: true } },
} as const

/** The keys that are not revoked, newest first, at most 200. One that is over stays, to say why it stopped. */
export async function readApiKeys(db: TenantDb, at: Date): Promise<ApiKeyDto[]> {
  const rows = await db.apiKey.findMany({
    where: { revokedAt: null },
    select: keyColumns,
    orderBy: { id: 'desc' },
    take: 200,
  })
  return rows.map(({ createdBy, createdAt, lastUsedAt, expiresAt, scopes, ...row }) => ({
    ...row,
    scopes: scopes.filter(isKeyScope),
    createdBy: createdBy.displayName,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    isOver: expiresAt !== null && expiresAt <= at,
  }))
}

export async function insertApiKey(
  db: TenantDb,
  key: { id: string; name: string; prefix: string; hash: string; scopes: string[]; expiresAt: Date | null },
  by: { membershipId: string; at: Date },
): Promise<void> {
  await db.apiKey.create({ data: { ...key, createdById: by.membershipId, createdAt: by.at } })
  await note(db, 'api_key_created', { name: key.name, prefix: key.prefix }, by)
}

/** @returns false when there is no such key, or it was revoked before */
export async function endApiKey(
  db: TenantDb,
  id: string,
  by: { membershipId: string; at: Date },
): Promise<boolean> {
  const [key] = await db.apiKey.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { revokedAt: by.at },
    select: { name: true, prefix: true },
  })
  if (!key) return false
  await note(db, 'api_key_revoked', key, by)
  return true
}

async function note(
  db: TenantDb,
  action: string,
  details: Record<string, string>,
  { membershipId, at }: { membershipId: string; at: Date },
): Promise<void> {
  await db.auditEntry.create({
    data: { id: newId(), actorKind: 'agent', actorId: membershipId, action, details, at },
  })
}
