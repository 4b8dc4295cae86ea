import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { CLEANER_VERSION, cleanHtml } from '@/lib/mail/clean-html'
import { cleanAndFold } from '@/lib/mail/fold-quote'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { GetMessageInput } from './inputs'
import { findMessageHtml, keepRendering } from './rendering-store'
import type { MessageHtmlDto } from './types'

/**
 * A message's formatted version, cleaned, with what it quotes folded where that is known for sure. Kept by cleaner version, so that a better cleaner cleans history again.
 *
 * @throws AppError `not_found` for a message that is not here or has no formatted version
 */
export async function getMessageHtml(
  scope: AgentScope,
  { messageId }: GetMessageInput,
): Promise<MessageHtmlDto> {
  const found = await withTenant(scope, (db) => findMessageHtml(db, messageId, CLEANER_VERSION))
  if (!found) throw notFound('formatted message')
  if (found.kept) return found.kept
  // Outside of the transaction: cleaning a large mail takes its time.
  const clean = (found.isQuoting ? cleanAndFold : cleanHtml)(found.html, {
    cidUrl: (contentId) => {
      const attachmentId = found.pictures[contentId.toLowerCase()]
      return attachmentId === undefined ? null : `/api/attachments/${scope.tenant.slug}/${attachmentId}`
    },
  })
  const rendering = { html: clean.html, remoteImageCount: clean.remoteImages }
  await withTenant(scope, (db) => keepRendering(db, messageId, CLEANER_VERSION, rendering))
  return rendering
}
