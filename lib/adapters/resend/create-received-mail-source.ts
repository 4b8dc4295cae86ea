import { z } from 'zod'
import type { EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { createGuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { InboundMailSource } from '@/lib/inbound/ports'

const askTimeoutMs = 15_000
const downloadTimeoutMs = 60_000
const maxAnswerBytes = 4 * 1024 * 1024
const maxMailBytes = 50 * 1024 * 1024

/** Of what Resend says about a received mail, only where its bytes are counts. */
const receivedMail = z.object({ raw: z.object({ download_url: z.url() }).nullish() })

/**
 * Received mails of a Resend account. Two steps: the API tells a signed address that is good for a while, and the
 * bytes lie there. The key is never sent to that second address.
 */
export function createReceivedMailSource(options: {
  apiKey: string
  baseUrl: string
  egress: EgressPolicy
}): InboundMailSource {
  const { apiKey, baseUrl, egress } = options
  // The second address comes from outside: it is guarded like a tenant's.
  const fetchOut = createGuardedFetch(egress, { totalTimeoutMs: downloadTimeoutMs, maxBytes: maxMailBytes })
  return {
    async fetch(providerMailId) {
      const url = new URL(`/emails/receiving/${encodeURIComponent(providerMailId)}`, baseUrl)
      const answer = await load(url, {
        headers: { authorization: `Bearer ${apiKey}`, 'user-agent': 'postino' },
        timeoutMs: askTimeoutMs,
        maxBytes: maxAnswerBytes,
      })
      const address = readAddress(answer)
      if (address === null) throw new AppError('not_found', 'Resend has no bytes of this mail')
      const download = new URL(address)
      // Somebody who listens on the way must not read mails: only a test's own server may go without.
      if (download.protocol !== 'https:' && download.origin !== url.origin)
        throw new AppError('server_unavailable', 'Resend names an address without TLS')
      if (download.origin !== url.origin) return read(await fetchOut(address), maxMailBytes)
      return load(download, { headers: {}, timeoutMs: downloadTimeoutMs, maxBytes: maxMailBytes })
    },
  }
}

function readAddress(answer: Uint8Array): string | null {
  try {
    return receivedMail.parse(JSON.parse(Buffer.from(answer).toString('utf8'))).raw?.download_url ?? null
  } catch (cause) {
    throw new AppError('server_unavailable', 'the answer of Resend cannot be read', { cause })
  }
}

interface Load {
  headers: Record<string, string>
  timeoutMs: number
  maxBytes: number
}

async function load(url: URL, { headers, timeoutMs, maxBytes }: Load): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return await read(response, maxBytes)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError'
    throw new AppError(isTimeout ? 'timed_out' : 'server_unavailable', 'Resend was not reached', { cause })
  }
}

async function read(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.ok) return readBounded(response, maxBytes)
  await response.body?.cancel()
  throw new AppError(codeOf(response.status), `Resend answered ${response.status}`)
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) throw new AppError('too_large', `more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'credential_refused'
  if (status === 404 || status === 410) return 'not_found'
  return status === 429 ? 'rate_limited' : 'server_unavailable'
}
