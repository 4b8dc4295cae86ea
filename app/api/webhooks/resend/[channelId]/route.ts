import { machineRoute } from '@/app/_entrance/machine-route'
import { methodNotAllowed, privateHeaders } from '@/app/_entrance/route-answers'
import { receiveDeliveryEvent } from '@/lib/inbound/receive-delivery-event'
import { readSignedHeaders } from '@/lib/inbound/rules'

const maxEventBytes = 1024 * 1024

/** Resend says what became of mails that a tenant’s channel handed to it. */
export const POST = machineRoute<{ channelId: string }>({
  proof: 'Resend signs with the secret that the tenant put in.',
  maxBytes: maxEventBytes,
  run: async ({ request, body, params }) => {
    const headers = readSignedHeaders(request.headers)
    const answer = await receiveDeliveryEvent({ channelId: params.channelId, headers, body })
    return Response.json(answer, { headers: privateHeaders })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
