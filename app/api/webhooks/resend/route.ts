import { machineRoute } from '@/app/_entrance/machine-route'
import { methodNotAllowed, privateHeaders } from '@/app/_entrance/route-answers'
import { receiveAnnouncement } from '@/lib/inbound/receive-announcement'
import { readSignedHeaders } from '@/lib/inbound/rules'

const maxEventBytes = 1024 * 1024

/** Resend says what it received; what it says is believed only when it signed it. */
export const POST = machineRoute<unknown>({
  proof: 'Resend signs its webhook.',
  maxBytes: maxEventBytes,
  run: async ({ request, body }) => {
    const answer = await receiveAnnouncement({ headers: readSignedHeaders(request.headers), body })
    return Response.json(answer, { headers: privateHeaders })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
