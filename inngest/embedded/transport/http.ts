import { canonicalJson, isSigned, sign } from '../signing'
import {
  type CallAnswer,
  type CallRequest,
  readAnswer,
  registrationsOf,
  SYNC_HEADERS,
  type Transport,
} from './transport'

const SYNC_TIMEOUT_MS = 15_000

/**
 * Reaches functions another process serves. Requests are signed, and an answer that is not signed with the
 * same key counts as not coming from the functions.
 */
export function httpTransport(serveUrl: string, signingKey: string, timeoutMs: number): Transport {
  const send = async (
    url: string,
    method: string,
    headers: Record<string, string>,
    body: string,
    ms: number,
  ) => {
    const signature = sign(canonicalJson(JSON.parse(body)), signingKey, Date.now())
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'x-inngest-signature': signature },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ms),
    })
    const text = await response.text()
    const isTrusted = isSigned(response.headers.get('x-inngest-signature'), text, signingKey, Date.now())
    return { response, text, isTrusted }
  }
  return {
    hasBodyLimit: true,
    async readRegistrations() {
      const body = JSON.stringify({ url: serveUrl })
      const { response, text, isTrusted } = await send(serveUrl, 'PUT', SYNC_HEADERS, body, SYNC_TIMEOUT_MS)
      if (response.status === 200 && !isTrusted) throw new Error('the app did not sign its registration')
      return registrationsOf(response.status, text)
    },
    async call(request: CallRequest): Promise<CallAnswer> {
      const url = new URL(request.url)
      url.searchParams.set('fnId', request.functionId)
      url.searchParams.set('stepId', request.stepId)
      const { response, text, isTrusted } = await send(
        url.href,
        'POST',
        request.headers,
        request.body,
        timeoutMs,
      )
      return readAnswer(response, text, isTrusted)
    },
  }
}
