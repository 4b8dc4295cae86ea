import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { AppError, isAppError } from '@/lib/errors'
import type { EgressPolicy } from './egress-policy'
import { resolveOutbound } from './resolve-outbound'

export interface GuardedRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Ends it early: of several requests that share one time. */
  signal?: AbortSignal
}

export type GuardedFetch = (url: string, request?: GuardedRequest) => Promise<Response>

/**
 * HTTPS to a host that may be a tenant's choice: to the checked address, on a connection of its own, without
 * following redirects, with an end. Plain HTTP only where the operator opened address and port.
 *
 * The returned function throws AppError `egress_refused`, `timed_out`, `too_large` or `server_unavailable`.
 */
export function createGuardedFetch(
  policy: EgressPolicy,
  limits: { totalTimeoutMs: number; maxBytes: number } = { totalTimeoutMs: 10_000, maxBytes: 1024 * 1024 },
): GuardedFetch {
  return async (text, given = {}) => {
    const url = new URL(text)
    const isSecure = url.protocol === 'https:'
    const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const target = await resolveOutbound({ host, port, purpose: 'https', protection: 'checked' }, policy)
    if (!isSecure && !(url.protocol === 'http:' && target.isOpenedByOperator)) {
      throw new AppError('egress_refused', 'not https', { details: { trouble: 'port_forbidden' } })
    }
    return ask(isSecure ? secureRequest : plainRequest, {
      request: {
        host: target.address,
        family: target.family,
        port,
        ...(target.servername && { servername: target.servername }),
        path: `${url.pathname}${url.search}`,
        method: given.method ?? 'GET',
        headers: { ...given.headers, host: url.host, 'accept-encoding': 'identity' },
        agent: false,
        signal: AbortSignal.any([
          AbortSignal.timeout(limits.totalTimeoutMs),
          ...(given.signal ? [given.signal] : []),
        ]),
      },
      body: given.body,
      maxBytes: limits.maxBytes,
    })
  }
}

interface Asked {
  request: import('node:https').RequestOptions
  body: string | undefined
  maxBytes: number
}

function ask(send: typeof secureRequest | typeof plainRequest, asked: Asked): Promise<Response> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(translated(error))
    const outgoing = send(asked.request, (incoming) => {
      const chunks: Buffer[] = []
      let sizeBytes = 0
      incoming.on('error', fail)
      incoming.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.byteLength
        if (sizeBytes > asked.maxBytes)
          outgoing.destroy(new AppError('too_large', `more than ${asked.maxBytes} bytes`))
        else chunks.push(chunk)
      })
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 502
        const headers = new Headers()
        for (const [name, value] of Object.entries(incoming.headers))
          if (value !== undefined) headers.set(name, String(value))
        const isEmpty = status === 204 || status === 205 || status === 304
        resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers }))
      })
    })
    outgoing.on('error', fail)
    outgoing.end(asked.body)
  })
}

const translated = (error: Error): AppError => {
  if (isAppError(error)) return error
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? new AppError('timed_out', 'no answer in time', { cause: error })
    : new AppError('server_unavailable', 'the connection failed', { cause: error })
}
