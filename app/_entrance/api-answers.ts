import { problemTexts } from '@/lib/api/problem-texts'
import { getEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { toRefusal } from './refusal'
import { comeAgain, privateHeaders } from './route-answers'

/** Nothing of ours depends on a cookie here, and no page of another origin may read it. */
export const apiHeaders = (requestId: string) => ({
  ...privateHeaders,
  vary: 'Authorization',
  'x-request-id': requestId,
})

export const apiAnswer = (requestId: string, { status, body }: { status: number; body: string }): Response =>
  new Response(body, {
    status,
    headers: { ...apiHeaders(requestId), 'content-type': 'application/json' },
  })

/** Whatever was thrown, as RFC 9457 has it. Two errors of the same code look alike but for the request's id. */
export function apiProblem(error: unknown, requestId: string): Response {
  const { status, code, message } = toRefusal(error, 'en')
  const text = problemTexts[code]
  const fields = isAppError(error, 'invalid_input') ? fieldsOf(error.details) : undefined
  const problem = {
    type: `${getEnv().BASE_URL}/reference#error-${code}`,
    title: text?.title ?? code.replaceAll('_', ' '),
    status,
    detail: text?.detail ?? message,
    code,
    instance: `urn:uuid:${requestId}`,
    ...(fields && { fields }),
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      ...apiHeaders(requestId),
      'content-type': 'application/problem+json',
      ...extraHeaders(error),
      ...comeAgain(status),
    },
  })
}

function extraHeaders(error: unknown): Record<string, string> {
  // RFC 6750, 3: what kind of key is asked for.
  if (isAppError(error, 'unauthenticated')) return { 'www-authenticate': 'Bearer realm="postino"' }
  if (!isAppError(error, 'rate_limited')) return {}
  const { retryAfterMs } = error.details
  return typeof retryAfterMs === 'number' ? { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } : {}
}

/** The entrance says what is wrong with which field; operations name fields only. */
function fieldsOf({
  reasons,
  fields,
}: Readonly<Record<string, unknown>>): Record<string, string> | undefined {
  if (typeof reasons === 'object' && reasons !== null)
    return Object.fromEntries(Object.entries(reasons).map(([field, reason]) => [field, String(reason)]))
  if (Array.isArray(fields))
    return Object.fromEntries(fields.map((field) => [String(field), 'Not accepted.']))
  return undefined
}
