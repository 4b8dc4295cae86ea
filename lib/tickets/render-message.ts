import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { CLEANER_VERSION, cleanHtml } from '@/lib/mail/clean-html'
import { cleanAndFold } from '@/lib/mail/fold-quote'
import type { AgentScope } from '@/lib/tenancy/scope'
import { findMessageHtml, keepRendering, type MessageSender } from './rendering-store'

export interface RenderedMessage {
  /** Cleaned; remote pictures carry their address in `data-remote-src` and load nothing. */
  html: string
  sender: MessageSender
}

/**
 * A message's formatted version, cleaned, with what it quotes folded where that is known for sure. Kept by cleaner
 * version, so that a better cleaner cleans history again.
 *
 * @throws AppError `not_found` for a message that is not here or has no formatted version
 */
export async function renderMessage(scope: AgentScope, messageId: string): Promise<RenderedMessage> {
  const found = await withTenant(scope, (db) => findMessageHtml(db, messageId, CLEANER_VERSION))
  if (!found) throw notFound('formatted message')
  if (found.kept !== null) return { html: found.kept, sender: found.sender }
  // Outside of the transaction: cleaning a large mail takes its time.
  const clean = (found.isQuoting ? cleanAndFold : cleanHtml)(found.html, {
    cidUrl: (contentId) => {
      const attachmentId = found.pictures[contentId.toLowerCase()]
      return attachmentId === undefined ? null : `/api/attachments/${scope.tenant.slug}/${attachmentId}`
    },
  })
  await withTenant(scope, (db) => keepRendering(db, messageId, CLEANER_VERSION, clean))
  return { html: clean.html, sender: found.sender }
}
