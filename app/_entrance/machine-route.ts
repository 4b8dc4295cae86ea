import type { NextRequest } from 'next/server'
import { AppError } from '@/lib/errors'
import { type WebPorts, webPorts } from '@/lib/web-wiring'
import { readBody } from './bounded-body'
import { openRoute } from './open-route'

/** Bodies in memory at one time, over all requests: whoever has no secret can still send. */
const maxInFlightBytes = 256 * 1024 * 1024
/** 50 MB at 1 MB a second, and some. */
const bodyTimeoutMs = 60_000
let inFlightBytes = 0

/**
 * A route for programs that sign what they send. No session; the operation gets the raw body, as it came, and checks
 * the signature before it believes a word of it.
 */
export function machineRoute<C>(entrance: {
  /** What shows who calls. */
  proof: string
  maxBytes: number
  run: (
    call: { request: NextRequest; body: Uint8Array; params: C },
    ports: Pick<WebPorts, 'blobs'>,
  ) => Promise<Response>
}): (request: NextRequest, context: { params: Promise<C> }) => Promise<Response> {
  return openRoute({
    reason: `Programs call it: ${entrance.proof}`,
    run: async (request, context: { params: Promise<C> }) => {
      let takenBytes = 0
      const onBytes = (bytes: number) => {
        if (inFlightBytes + bytes > maxInFlightBytes)
          throw new AppError('server_unavailable', 'too many bodies are on their way')
        takenBytes += bytes
        inFlightBytes += bytes
      }
      try {
        const options = { timeoutMs: bodyTimeoutMs, onBytes }
        const body = await readBody(request, entrance.maxBytes, options)
        return await entrance.run({ request, body, params: await context.params }, webPorts())
      } finally {
        inFlightBytes -= takenBytes
      }
    },
  })
}
