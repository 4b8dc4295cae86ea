import { apiRoute } from '@/app/_entrance/api-route'
import { fileAnswer } from '@/app/_entrance/file-answer'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getAttachmentOperation } from '@/lib/api/operations/messages'
import { getAttachment } from '@/lib/tickets/get-attachment'

export const GET = apiRoute(
  getAttachmentOperation,
  async (scope, input, { blobs }) => {
    const { tenantId, sha256, fileName } = await getAttachment(scope, input)
    // Programs show nothing: a picture is a download too.
    return { bytes: await blobs.get(tenantId, sha256), fileName, pictureType: null }
  },
  fileAnswer,
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
