import { z } from 'zod'
import { agentRoute } from '@/app/_entrance/agent-route'
import { readBody } from '@/app/_entrance/bounded-body'
import { readFileHeaders } from '@/app/_entrance/file-headers'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { keepUpload, maxUploadBytes } from '@/lib/tickets/keep-upload'

/** The name is cleaned by the operation. */
const KeepUploadInput = z.strictObject({
  fileName: z.string().min(1).max(1_000),
  contentType: z.string().max(200),
})

/** The body is the file; its name stands in a header. */
export const POST = agentRoute({
  perm: 'ticket.reply',
  input: KeepUploadInput,
  read: readFileHeaders,
  run: async (scope, file, { blobs, request }) =>
    keepUpload(scope, { ...file, bytes: await readBody(request, maxUploadBytes) }, { blobs }),
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
