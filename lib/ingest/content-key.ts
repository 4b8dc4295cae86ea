import { createHash } from 'node:crypto'
import { addressKey } from '@/lib/mail/address'
import type { ParsedMail } from '@/lib/mail/types'

/**
 * What makes two deliveries the same mail: Message-ID, sender and the decoded parts. Transport headers differ
 * between deliveries, so they do not count; nor does Date, which mailers in between repair. Without a Message-ID
 * only equal bytes are the same mail: two short notes may well have the same words.
 */
export function contentKey(parsed: ParsedMail): string {
  if (!parsed.messageId) return `raw:${parsed.sha256}`
  const hash = createHash('sha256')
  const parts = [
    parsed.messageId,
    parsed.from ? addressKey(parsed.from.address) : '',
    parsed.text,
    parsed.html ?? '',
    ...parsed.attachments.map((attachment) => attachment.sha256),
  ]
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}
