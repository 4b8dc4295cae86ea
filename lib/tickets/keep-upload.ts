import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { safeFileName } from '@/lib/mail/file-name'
import type { TenantScope } from '@/lib/tenancy/scope'
import { signUpload, uploadLifetimeMs } from './upload-token'

export const maxUploadBytes = 25 * 1024 * 1024

export interface KeptUpload {
  /** Goes into `uploads` of a reply or note. */
  token: string
  fileName: string
  contentType: string
  sizeBytes: number
}

/**
 * Keeps a file for a reply or note that is still being written. No row: the signed token is all there is, and bytes
 * that no message names are collected later.
 *
 * @throws AppError `too_large`, `storage_unavailable`
 */
export async function keepUpload(
  scope: TenantScope,
  file: { bytes: Uint8Array; fileName: string; contentType: string },
  ports: { blobs: BlobStore },
): Promise<KeptUpload> {
  if (file.bytes.byteLength > maxUploadBytes) throw new AppError('too_large', 'upload over 25 MB')
  const { sha256, sizeBytes } = await ports.blobs.put(scope.tenantId, file.bytes)
  const fileName = safeFileName(file.fileName)
  const contentType = plainType(file.contentType)
  const expiresAt = now().getTime() + uploadLifetimeMs
  const token = signUpload(getEnv().POSTINO_SECRET, {
    tenantId: scope.tenantId,
    sha256,
    fileName,
    contentType,
    sizeBytes,
    expiresAt,
  })
  return { token, fileName, contentType, sizeBytes }
}

/** type/subtype alone; what a browser says beyond that, or says wrongly, is not passed on. */
function plainType(contentType: string): string {
  const [plain = ''] = contentType.toLowerCase().split(';')
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,50}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(plain.trim())
    ? plain.trim()
    : 'application/octet-stream'
}
