import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { type ApiOperation, pathFieldsOf } from '@/lib/api/operation'
import { AppError } from '@/lib/errors'
import { maxUploadBytes } from '@/lib/tickets/keep-upload'
import { readBody } from './bounded-body'
import { readFileHeaders } from './file-headers'
import { readQueryFields } from './query-fields'
import { holdsUnstorable } from './refusal'

/** Two texts of the longest that is taken, in the widest encoding of JSON, are not sent by anybody. */
const maxJsonBytes = 4 * 1024 * 1024

export interface ApiInput<I> {
  input: I
  /** The file of an upload; empty otherwise. */
  bytes: Uint8Array
}

/**
 * What a program sent: the path, and the query of a GET, the JSON body of the rest, or the headers beside a file.
 *
 * @throws AppError `invalid_input` saying for each field what is wrong with it, never repeating its value;
 *   `too_large`, `unsupported_media_type`
 */
export async function readApiInput<I extends z.ZodObject>(
  operation: ApiOperation<I>,
  request: NextRequest,
  params: Record<string, unknown>,
): Promise<ApiInput<z.output<I>>> {
  const bytes =
    request.method === 'GET'
      ? new Uint8Array()
      : await readBody(request, operation.takes === 'file' ? maxUploadBytes : maxJsonBytes)
  const inPath = pathFieldsOf(operation)
  const query = readQueryFields(request.nextUrl.searchParams)
  if (request.method !== 'GET') refuseFields(Object.keys(query), 'This request takes no query.')
  const given = request.method === 'GET' ? query : givenFields(operation, request, bytes)
  refuseFields(
    inPath.filter((name) => Object.hasOwn(given, name)),
    'Stands in the path alone.',
  )
  const path = Object.fromEntries(inPath.map((name) => [name, params[name]]))
  const result = operation.input.safeParse({ ...given, ...path })
  if (!result.success) refuse(reasonsOf(result.error))
  if (holdsUnstorable(result.data, 8)) refuse({ '': 'A text holds characters that cannot be stored.' })
  return { input: result.data, bytes }
}

function givenFields(operation: ApiOperation, request: NextRequest, bytes: Uint8Array): object {
  if (operation.takes === 'file') return readFileHeaders(request)
  const [type = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  if (type.trim() !== 'application/json')
    throw new AppError('unsupported_media_type', 'a body that is no JSON')
  return parseJsonObject(bytes)
}

function parseJsonObject(bytes: Uint8Array): object {
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch (error) {
    // Not JSON, or not UTF-8: the only two things that these throw.
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  return refuse({ '': 'The body is no JSON object.' })
}

function reasonsOf(error: z.ZodError): Record<string, string> {
  const reasons = error.issues.flatMap((issue): [string, string][] => {
    const path = issue.path.map(String)
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [[...path, key].join('.').slice(0, 100), 'Not a field of this request.'])
      : [[path.join('.').slice(0, 100), issue.message.slice(0, 200)]]
  })
  return Object.fromEntries(reasons.slice(0, 20))
}

function refuseFields(names: string[], reason: string): void {
  if (names.length > 0) refuse(Object.fromEntries(names.slice(0, 20).map((name) => [name, reason])))
}

function refuse(reasons: Record<string, string>): never {
  throw new AppError('invalid_input', 'input refused', { details: { reasons } })
}
