import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createReplyOperation } from '@/lib/api/operations/messages'
import { toHtml } from '@/lib/api/written-html'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'

/** What the page's "send" does, for the agent that the program names. */
export const POST = apiRoute(
  createReplyOperation,
  (scope, { as, text, html, ...reply }, { effectId, blobs }) =>
    replyToTicket(
      scope,
      { ...reply, html: toHtml({ text, html }), authorId: as, idempotencyKey: effectId },
      { blobs },
    ),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
