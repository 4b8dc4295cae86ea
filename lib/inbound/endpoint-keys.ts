import { createHmac } from 'node:crypto'
import { getEnv } from '@/lib/env'

/**
 * The keys of an endpoint: the first is handed out, the others are only believed. They follow from the
 * installation's secrets and the endpoint's id, so that no row holds one; an endpoint that leaked is revoked, and
 * another made.
 */
export function endpointKeys(endpointId: string): [Uint8Array, ...Uint8Array[]] {
  const { POSTINO_SECRET, POSTINO_OLD_SECRETS } = getEnv()
  const derive = (secret: string): Uint8Array =>
    createHmac('sha256', secret).update(`inbound endpoint ${endpointId}`).digest()
  return [derive(POSTINO_SECRET), ...POSTINO_OLD_SECRETS.map(derive)]
}
