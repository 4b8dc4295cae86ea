import { createHash } from 'node:crypto'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { enterWithKey } from '@/lib/api/enter-with-key'
import { runOnce } from '@/lib/api/idempotency'
import type { ApiOperation } from '@/lib/api/operation'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { ApiScope } from '@/lib/tenancy/scope'
import { type WebPorts, webPorts } from '@/lib/web-wiring'
import { apiAnswer, apiHeaders, apiProblem } from './api-answers'
import { type ApiInput, readApiInput } from './api-input'
import { recordEntrance } from './inventory'

type PathParams = Record<string, string | string[] | undefined>

interface ApiPorts extends WebPorts {
  /** The id of the row that this request makes: the same however often it is sent. */
  effectId: string
  /** The file of an upload. */
  bytes: Uint8Array
}

/**
 * What a program may ask: key, rate, scope, input, in this order, all read here at every request. A request that
 * changes something has an effect once, however often it is sent with the same `Idempotency-Key`.
 */
export function apiRoute<I extends z.ZodObject, O extends z.ZodType>(
  operation: ApiOperation<I, O>,
  run: (scope: ApiScope, input: z.output<I>, ports: ApiPorts) => Promise<z.output<O>>,
  respond?: (value: z.output<O>) => Response,
): (request: NextRequest, context: { params: Promise<PathParams> }) => Promise<Response> {
  const handler = async (request: NextRequest, context: { params: Promise<PathParams> }) => {
    const requestId = newId()
    try {
      const scope = await enterWithKey(request.headers.get('authorization'))
      if (!scope.actor.keyScopes.includes(operation.scope)) throw new AppError('forbidden', operation.scope)
      const key = idempotencyKeyOf(operation, request)
      const read = await readApiInput(operation, request, await context.params)
      const work = (effectId: string) =>
        run(scope, read.input, { ...webPorts(), effectId, bytes: read.bytes })
      if (respond) return withRequestId(respond(await work(newId())), requestId)
      const answer = async (effectId: string) => ({
        status: operation.status,
        body: JSON.stringify(await work(effectId)),
      })
      if (key === null) return apiAnswer(requestId, await answer(newId()))
      const requestHash = hashOf(operation, read)
      return apiAnswer(requestId, await runOnce(scope, { key, requestHash }, answer))
    } catch (error) {
      return apiProblem(error, requestId)
    }
  }
  return recordEntrance(handler, { kind: 'api', operation, input: operation.input })
}

/** Required where a second run would make a second thing; a change repeated, or the same file kept, is the same. */
function idempotencyKeyOf({ method, takes }: ApiOperation, request: NextRequest): string | null {
  if (method === 'GET') return null
  const key = request.headers.get('idempotency-key')
  const refuse = (reason: string) =>
    new AppError('invalid_input', 'idempotency key', { details: { reasons: { 'Idempotency-Key': reason } } })
  if (key === null && method === 'POST' && takes !== 'file')
    throw refuse('Send a new one with every new request, and the same one when you repeat it.')
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw refuse('1 to 255 printable ASCII characters without spaces.')
  return key
}

/** What a key stands for: which operation, with which parsed input. */
function hashOf({ id, takes }: ApiOperation, { input, bytes }: ApiInput<unknown>): string {
  const hash = createHash('sha256').update(`${id}\n${JSON.stringify(input)}\n`)
  // The body of the others is in the input, however it was written.
  return (takes === 'file' ? hash.update(bytes) : hash).digest('hex')
}

function withRequestId(response: Response, requestId: string): Response {
  for (const [name, value] of Object.entries(apiHeaders(requestId))) response.headers.set(name, value)
  return response
}
