import { throughDoor } from './system'

/**
 * The system door for programs: a request names its tenant by its key alone. Ids, names and scopes, no content.
 *
 * Every function throws AppError `database_unavailable` when the database cannot be reached.
 */
export interface ApiKeyIdentity {
  apiKeyId: string
  tenantId: string
  name: string
  keyScopes: string[]
  lastUsedAt: Date | null
}

/** The key with this hash that is good at `at`: neither revoked nor over, and its tenant not suspended. */
export async function findApiKeyByHash(hash: string, at: Date): Promise<ApiKeyIdentity | null> {
  const row = await throughDoor((db) =>
    db.apiKey.findFirst({
      where: {
        hash,
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: at } }],
        tenant: { status: 'active' },
      },
      select: { id: true, tenantId: true, name: true, scopes: true, lastUsedAt: true },
    }),
  )
  return (
    row && {
      apiKeyId: row.id,
      tenantId: row.tenantId,
      name: row.name,
      keyScopes: row.scopes,
      lastUsedAt: row.lastUsedAt,
    }
  )
}

/** Notes that a key was used. */
export async function touchApiKey(apiKeyId: string, at: Date): Promise<void> {
  await throughDoor((db) => db.apiKey.updateMany({ where: { id: apiKeyId }, data: { lastUsedAt: at } }))
}

/** Forgets what repeated requests of before `at` stood for. */
export async function deleteIdempotencyKeysBefore(at: Date): Promise<void> {
  await throughDoor((db) => db.idempotencyKey.deleteMany({ where: { createdAt: { lt: at } } }))
}
