import type { BlobStore } from '@/lib/blobs/types'
import { AppError } from '@/lib/errors'
import { maxUploadBytes } from './keep-upload'
import { readUpload, type Upload } from './upload-token'

export interface OpenedUpload extends Upload {
  position: number
  bytes: Uint8Array
}

/**
 * The files behind upload tokens, with their bytes. Outside of any transaction: the blob store may be a network away.
 *
 * @throws AppError `not_found` for a token that is foreign, over or made up; `too_large`, `storage_unavailable`
 */
export async function openUploads(
  given: { secret: string; tenantId: string; tokens: readonly string[]; at: Date },
  ports: { blobs: BlobStore },
): Promise<OpenedUpload[]> {
  const uploads = given.tokens.map((token) => {
    const upload = readUpload(given.secret, given.tenantId, token, given.at)
    if (upload === null) throw new AppError('not_found', 'upload not found')
    return upload
  })
  const totalBytes = uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0)
  if (totalBytes > maxUploadBytes) throw new AppError('too_large', 'attachments over 25 MB together')
  const opened: OpenedUpload[] = []
  for (const [position, upload] of uploads.entries()) {
    opened.push({ ...upload, position, bytes: await ports.blobs.get(given.tenantId, upload.sha256) })
  }
  return opened
}
