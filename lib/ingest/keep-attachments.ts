import type { BlobStore } from '@/lib/blobs/types'
import type { MailAttachment, ParsedMail } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { NewAttachment } from '@/lib/tickets/insert-messages'

/**
 * Puts the files of a mail into the blob store before the transaction that names them. A crash in between leaves
 * blobs that nobody names; the collector takes them away.
 */
export async function keepAttachments(
  scope: TenantScope,
  parsed: ParsedMail,
  ports: { blobs: BlobStore },
): Promise<NewAttachment[]> {
  const kept: NewAttachment[] = []
  for (const attachment of parsed.attachments) {
    if (attachment.kind === 'resource-fork') continue
    const { sha256, sizeBytes } = await ports.blobs.put(scope.tenantId, attachment.bytes)
    kept.push(toKept(attachment, sha256, sizeBytes))
  }
  return kept
}

const toKept = (attachment: MailAttachment, sha256: string, sizeBytes: number): NewAttachment => ({
  position: attachment.index,
  fileName: attachment.fileName,
  contentType: attachment.contentType,
  sizeBytes,
  sha256,
  contentId: attachment.contentId,
  isInline: attachment.kind === 'inline',
  mayBeLogo: mayBeLogo(attachment),
})

const maxLogoBytes = 100 * 1024

/** Small, and set into the text or beside it by a program: nobody chose it as a file. */
const mayBeLogo = ({ contentType, disposition, sizeBytes }: MailAttachment): boolean =>
  contentType.startsWith('image/') && disposition === 'inline' && sizeBytes <= maxLogoBytes
