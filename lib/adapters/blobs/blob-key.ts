import { createHash } from 'node:crypto'
import { AppError } from '@/lib/errors'

const TENANT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SHA256 = /^[0-9a-f]{64}$/

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const isSha256 = (text: string): boolean => SHA256.test(text)

/**
 * The parts of a blob's place. Both ids come from rows, but they become a path: a wrong one is refused here and
 * not trusted to be harmless.
 *
 * @throws AppError `invalid_input`
 */
export function blobKeyParts(
  tenantId: string,
  sha256: string,
): [tenant: string, shelf: string, sha256: string] {
  if (!isSha256(sha256)) throw new AppError('invalid_input', 'a blob is named by a lower-case SHA-256')
  return [tenantPart(tenantId), sha256.slice(0, 2), sha256]
}

export function tenantPart(tenantId: string): string {
  if (!TENANT_ID.test(tenantId)) throw new AppError('invalid_input', 'a blob belongs to a tenant id')
  return tenantId
}

/** @throws AppError `storage_unavailable` when the bytes are not those that the name promises */
export function assertSameBytes(bytes: Uint8Array, sha256: string): void {
  if (sha256Hex(bytes) === sha256) return
  throw new AppError('storage_unavailable', 'a stored blob differs from its name', {
    details: { sha256, sizeBytes: bytes.byteLength },
  })
}
