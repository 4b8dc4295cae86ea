import { now } from '@/lib/clock'
import type { TenantDb } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { sealSecret } from './seal-secret'
import { insertCredential, replaceSecret } from './store'
import type { SealingKeys, Secret } from './types'

export interface CredentialInput {
  provider: string
  account: string
  secret: Secret
  /** When the access token ends. */
  expiresAt?: Date | null
}

/** Seals a secret and keeps it, in the caller's transaction. @returns the credential's id */
export async function storeCredential(
  db: TenantDb,
  tenantId: string,
  input: CredentialInput,
  keys: SealingKeys,
): Promise<string> {
  const id = newId()
  const { provider, account, secret } = input
  const sealed = sealSecret(secret, { tenantId, id }, keys)
  await insertCredential(db, {
    id,
    kind: secret.kind,
    provider,
    account,
    expiresAt: input.expiresAt ?? null,
    ...sealed,
  })
  return id
}

/** Puts another secret in the place of the old one; trying begins anew. @throws AppError `not_found` */
export async function replaceCredential(
  db: TenantDb,
  tenantId: string,
  input: { credentialId: string; account: string; secret: Secret; expiresAt?: Date | null },
  keys: SealingKeys,
): Promise<void> {
  const { credentialId: id, account, secret } = input
  const sealed = sealSecret(secret, { tenantId, id }, keys)
  const isThere = await replaceSecret(db, {
    id,
    account,
    expiresAt: input.expiresAt ?? null,
    at: now(),
    ...sealed,
  })
  if (!isThere) throw notFound('credential')
}
