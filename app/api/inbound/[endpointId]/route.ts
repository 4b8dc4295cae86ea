import { machineRoute } from '@/app/_entrance/machine-route'
import { methodNotAllowed, privateHeaders } from '@/app/_entrance/route-answers'
import { receiveSignedMail } from '@/lib/inbound/receive-signed-mail'
import { readSignedHeaders } from '@/lib/inbound/rules'

const maxMailBytes = 50 * 1024 * 1024

/** A raw mail (message/rfc822) of a program: 200 once it is kept. The caller's own name for it comes back. */
export const POST = machineRoute<{ endpointId: string }>({
  proof: 'the body is signed with the secret of the endpoint.',
  maxBytes: maxMailBytes,
  run: async ({ request, body, params }, ports) => {
    const { endpointId } = params
    const stored = await receiveSignedMail(
      { endpointId, headers: readSignedHeaders(request.headers), body },
      ports,
    )
    const caseId = request.headers.get('x-case-id')
    return Response.json(stored, {
      headers: { ...privateHeaders, ...(caseId !== null && { 'x-case-id': caseId }) },
    })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
