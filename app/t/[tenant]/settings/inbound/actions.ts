'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { createInboundEndpoint } from '@/lib/inbound/create-inbound-endpoint'
import { CreateInboundEndpointInput, RevokeInboundEndpointInput } from '@/lib/inbound/inputs'
import { revokeInboundEndpoint } from '@/lib/inbound/revoke-inbound-endpoint'

export const createInboundEndpointAction = agentAction({
  perm: 'settings.change',
  input: CreateInboundEndpointInput,
  run: createInboundEndpoint,
})

export const revokeInboundEndpointAction = agentAction({
  perm: 'settings.change',
  input: RevokeInboundEndpointInput,
  run: async (scope, input) => {
    await revokeInboundEndpoint(scope, input)
    return null
  },
})
