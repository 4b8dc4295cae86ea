import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createNoteOperation } from '@/lib/api/operations/messages'
import { toHtml } from '@/lib/api/written-html'
import { addNote } from '@/lib/tickets/add-note'

export const POST = apiRoute(createNoteOperation, (scope, { as, text, html, ...note }, { effectId, blobs }) =>
  addNote(
    scope,
    { ...note, html: toHtml({ text, html }), authorId: as, idempotencyKey: effectId },
    { blobs },
  ),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
