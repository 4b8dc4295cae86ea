import type { Refusal } from './refusal'

/** Nothing that belongs to a tenant may rest in any cache, of a browser or in between. */
export const privateHeaders = {
  'cache-control': 'private, no-store',
  vary: 'Cookie',
  'x-content-type-options': 'nosniff',
} as const

/** An answer before it is a `Response`. */
export interface PlainAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export const jsonText = (value: unknown): PlainAnswer => ({
  status: 200,
  headers: { ...privateHeaders, 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

/** RFC 9457's media type, with our two members. */
export const problemText = ({ status, ...problem }: Refusal): PlainAnswer => ({
  status,
  headers: { ...privateHeaders, 'content-type': 'application/problem+json', ...comeAgain(status) },
  body: JSON.stringify(problem),
})

export const jsonAnswer = (value: unknown): Response => toResponse(jsonText(value))

export const problemAnswer = (refusal: Refusal): Response => toResponse(problemText(refusal))

const toResponse = ({ body, ...init }: PlainAnswer): Response => new Response(body, init)

/** What passes by itself says when it is worth asking again (RFC 9110, 10.2.3). */
export const comeAgain = (status: number): { 'retry-after'?: string } =>
  status === 503 ? { 'retry-after': '30' } : {}

/** Exported as HEAD and OPTIONS by every route: Next would otherwise answer these by running GET, or for us. */
export const methodNotAllowed = (): Response => new Response(null, { status: 405, headers: privateHeaders })
