import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { GetAttachmentInput } from './inputs'

export interface StoredAttachment {
  id: string
  tenantId: string
  fileName: string
  /** As declared by the sender: what is served is decided by our own list. */
  contentType: string
  sizeBytes: number
  /** Names the bytes in the blob store, under `tenantId`. */
  sha256: string
  isInline: boolean
}

/**
 * What a file is and where its bytes lie; the caller fetches them.
 *
 * @throws AppError `not_found`
 */
export async function getAttachment(
  scope: TenantScope,
  { attachmentId }: GetAttachmentInput,
): Promise<StoredAttachment> {
  const row = await withTenant(scope, (db) =>
    db.attachment.findFirst({
      where: { id: attachmentId },
      select: {
        id: true,
        tenantId: true,
        fileName: true,
        contentType: true,
        sizeBytes: true,
        sha256: true,
        isInline: true,
      },
    }),
  )
  if (!row) throw notFound('attachment')
  return row
}
