import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { openSecret } from './open-secret'
import { parseSecret } from './secret'
import { findCredential } from './store'
import type { Login, SealingKeys } from './types'

/** What opening needs; the worker's wiring has it. */
export interface CredentialPorts {
  keys: SealingKeys
}

/**
 * The login of a credential, in plain text: for the worker's memory, for one connection; never stored, logged or
 * answered.
 *
 * @throws AppError `not_found`; `credential_refused` when the provider stopped taking it: nobody tries then
 */
export async function openCredential(
  scope: TenantScope,
  input: { credentialId: string },
  ports: CredentialPorts,
): Promise<Login> {
  const row = await withTenant(scope, (db) => findCredential(db, input.credentialId))
  if (!row) throw notFound('credential')
  if (row.state !== 'ok') throw new AppError('credential_refused', `credential ${row.id} is ${row.state}`)
  const secret = parseSecret(openSecret(row, { tenantId: scope.tenantId, id: row.id }, ports.keys))
  switch (secret.kind) {
    case 'password':
      return { kind: 'password', user: row.account, password: secret.password }
    case 'oauth':
      return { kind: 'oauth', user: row.account, accessToken: secret.accessToken }
    case 'api_key':
      return { kind: 'api_key', apiKey: secret.apiKey }
  }
}
