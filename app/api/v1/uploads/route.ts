import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createUploadOperation } from '@/lib/api/operations/messages'
import { keepUpload } from '@/lib/tickets/keep-upload'

export const POST = apiRoute(createUploadOperation, (scope, file, { bytes, blobs }) =>
  keepUpload(scope, { ...file, bytes }, { blobs }),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
