import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { clientAddress } from '@/lib/access/client-address'

/**
 * Decides the client's address before Next sees the request, and leaves it as the only entry of X-Forwarded-For:
 * Next fills that header from the socket only when it is missing, so that a client could write his own. The other
 * forwarded headers go: BASE_URL says what we are called.
 */
export function believeSocketAddress(trustedHops: number): void {
  subscribe('http.server.request.start', (message) => {
    const request = requestOf(message)
    if (!request) return
    const { headers, socket } = request
    headers['x-forwarded-for'] = clientAddress(
      socket.remoteAddress ?? '',
      String(headers['x-forwarded-for'] ?? ''),
      trustedHops,
    )
    delete headers['x-forwarded-host']
    delete headers['x-forwarded-proto']
    delete headers['x-forwarded-port']
  })
}

function requestOf(message: unknown): IncomingMessage | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined
  return message.request as IncomingMessage
}
