import { agentRoute } from '@/app/_entrance/agent-route'
import { fileAnswer } from '@/app/_entrance/file-answer'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { pictureType } from '@/lib/pictures/picture-type'
import { getAttachment } from '@/lib/tickets/get-attachment'
import { GetAttachmentInput } from '@/lib/tickets/inputs'

/** Authorised at every request; there are no links that work without a session. */
export const GET = agentRoute({
  perm: 'ticket.read',
  input: GetAttachmentInput,
  run: async (scope, input, { blobs }) => {
    const { tenantId, sha256, fileName } = await getAttachment(scope, input)
    const bytes = await blobs.get(tenantId, sha256)
    return { bytes, fileName, pictureType: pictureType(bytes) }
  },
  respond: fileAnswer,
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
