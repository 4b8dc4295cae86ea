import { agentRoute } from '@/app/_entrance/agent-route'
import { fileAnswer } from '@/app/_entrance/file-answer'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getTrail } from '@/lib/tickets/get-trail'
import { GetTrailInput } from '@/lib/tickets/inputs'

/** The exact bytes of a mail as they came, to keep or to look into; never shown by a browser. */
export const GET = agentRoute({
  perm: 'ticket.read',
  input: GetTrailInput,
  run: async (scope, input, { blobs }) => {
    const { sha256, receivedAt } = await getTrail(scope, input)
    const bytes = await blobs.get(scope.tenantId, sha256)
    return { bytes, fileName: `mail-${receivedAt.slice(0, 10)}.eml`, pictureType: null }
  },
  respond: fileAnswer,
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
