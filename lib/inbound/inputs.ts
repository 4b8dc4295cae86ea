import { z } from 'zod'

export const InboundEndpointId = z.uuid().brand('InboundEndpointId')

/** `address`: one of the creation addresses that the tenant uses. */
export const CreateInboundEndpointInput = z.strictObject({ address: z.string().trim().min(3).max(254) })
export type CreateInboundEndpointInput = z.infer<typeof CreateInboundEndpointInput>

export const RevokeInboundEndpointInput = z.strictObject({ endpointId: InboundEndpointId })
export type RevokeInboundEndpointInput = z.infer<typeof RevokeInboundEndpointInput>
