import type { Inngest, InngestFunction } from 'inngest'
import { serve } from 'inngest/edge'
import {
  type CallAnswer,
  type CallRequest,
  readAnswer,
  registrationsOf,
  SYNC_HEADERS,
  type Transport,
} from './transport'

const ORIGIN = 'http://inngest.embedded'

/**
 * Reaches functions of this process through the SDK's public handler: middleware and validation run as they
 * would behind HTTP. The handler checks no signatures and must never be mounted on a route.
 */
export function inProcessTransport(
  client: Inngest.Any,
  functions: readonly InngestFunction.Any[],
  timeoutMs: number,
): Transport {
  const options = { client, functions, skipSignatureValidation: true }
  const handler = serve(options)
  const send = async (method: string, path: string, headers: Record<string, string>, body: string) => {
    const request = new Request(ORIGIN + path, {
      method,
      // The handler builds its URL from the Host header, which a Request does not have by itself.
      headers: { ...headers, host: 'inngest.embedded' },
      body,
    })
    const response = await within(handler(request), timeoutMs)
    return { response, text: await response.text() }
  }
  return {
    hasBodyLimit: false,
    async readRegistrations() {
      const { response, text } = await send('PUT', '/', SYNC_HEADERS, JSON.stringify({ url: `${ORIGIN}/` }))
      return registrationsOf(response.status, text)
    },
    async call(request: CallRequest): Promise<CallAnswer> {
      const query = new URLSearchParams({ fnId: request.functionId, stepId: request.stepId })
      const { response, text } = await send('POST', `/?${query}`, request.headers, request.body)
      return readAnswer(response, text, true)
    },
  }
}

/** A step that never ends would hold its slot for ever. It is not stopped; the fence refuses what it reports. */
async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the call took longer than ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
