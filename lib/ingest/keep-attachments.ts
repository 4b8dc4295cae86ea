import type { BlobStore } from '@/lib/blobs/types'
import type { MailAttachment, ParsedMail } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'

export interface KeptAttachment {
  position: number
  fileName: string
  contentType: string
  sizeBytes: number
  sha256: string
  contentId: string | null
  isInline: boolean
}

/**
 * Puts the files of a mail into the blob store before the transaction that names them. A crash in between leaves
 * blobs that nobody names; the collector takes them away.
 */
export async function keepAttachments(
  scope: TenantScope,
  parsed: ParsedMail,
  ports: { blobs: BlobStore },
): Promise<KeptAttachment[]> {
  const kept: KeptAttachment[] = []
  for (const attachment of parsed.attachments) {
    if (attachment.kind === 'resource-fork') continue
    const { sha256, sizeBytes } = await ports.blobs.put(scope.tenantId, attachment.bytes)
    kept.push(toKept(attachment, sha256, sizeBytes))
  }
  return kept
}

const toKept = (attachment: MailAttachment, sha256: string, sizeBytes: number): KeptAttachment => ({
  position: attachment.index,
  fileName: attachment.fileName,
  contentType: attachment.contentType,
  sizeBytes,
  sha256,
  contentId: attachment.contentId,
  isInline: attachment.kind === 'inline',
})
