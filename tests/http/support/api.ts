import Ajv2020 from 'ajv/dist/2020'
import { NextRequest } from 'next/server'
import { expect } from 'vitest'
import { createApiKey } from '@/lib/api/create-api-key'
import { buildOpenApi } from '@/lib/api/open-api'
import type { ApiOperation } from '@/lib/api/operation'
import { newId } from '@/lib/ids'
import { type KeyScope, keyScopes } from '@/lib/tenancy/key-scopes'
import type { AgentScope } from '@/lib/tenancy/scope'
import { type Entry, listEntries } from './inventory'
import { origin, paramsOf } from './request'

export interface Program {
  apiKeyId: string
  secret: string
}

/** A program of this tenant, with a real key. */
export async function makeProgram(
  scope: AgentScope,
  scopes: readonly KeyScope[] = keyScopes,
): Promise<Program> {
  const { key, secret } = await createApiKey(scope, {
    name: 'Shop',
    scopes: [...scopes],
    lifetimeDays: null,
  })
  return { apiKeyId: key.id, secret }
}

export interface Asked {
  /** Fields of the path, of the query of a GET, and of the body of the rest. */
  input?: Record<string, unknown>
  authorization?: string
  headers?: Record<string, string>
  /** Instead of the JSON of `input`. */
  body?: BodyInit
  /** Instead of a new one; null: none. */
  idempotencyKey?: string | null
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests compare what came
  json: any
}

let known: Promise<Map<string, { operation: ApiOperation; entry: Entry }>> | undefined

/** Every operation of the API that has a route. */
export function apiEntries(): Promise<Map<string, { operation: ApiOperation; entry: Entry }>> {
  known ??= listEntries('app/api/v1').then(
    (entries) =>
      new Map(
        entries.flatMap((entry) =>
          entry.facts?.kind === 'api'
            ? [[entry.facts.operation.id, { operation: entry.facts.operation, entry }] as const]
            : [],
        ),
      ),
  )
  return known
}

/** Asks for an operation as the route would be asked, and holds the answer against the document. */
export async function ask(program: Program | null, operationId: string, asked: Asked = {}): Promise<Answer> {
  const found = (await apiEntries()).get(operationId)
  if (!found || typeof found.entry.handler !== 'function') throw new Error(`no route for ${operationId}`)
  const { operation, entry } = found
  const { path, rest } = placed(operation, asked.input ?? {})
  const response: Response = await Reflect.apply(entry.handler as () => Promise<Response>, undefined, [
    requestOf(operation, program, asked, path, rest),
    paramsOf(path),
  ])
  const isFile = response.ok && operation.answers === 'file'
  const text = await response.text()
  const answer = {
    status: response.status,
    headers: response.headers,
    text,
    json: isFile ? null : JSON.parse(text),
  }
  if (!isFile) expectDocumented(operation, answer)
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  return answer
}

function placed(operation: ApiOperation, input: Record<string, unknown>) {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const entries = Object.entries(input)
  return {
    path: Object.fromEntries(
      entries.filter(([name]) => inPath.includes(name)).map(([name, value]) => [name, String(value)]),
    ),
    rest: Object.fromEntries(entries.filter(([name]) => !inPath.includes(name))),
  }
}

function requestOf(
  operation: ApiOperation,
  program: Program | null,
  asked: Asked,
  path: Record<string, string>,
  rest: Record<string, unknown>,
): NextRequest {
  const { method, takes } = operation
  const pathname = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  )
  const url = new URL(`/api/v1${pathname}`, origin)
  if (method === 'GET')
    for (const [name, value] of Object.entries(rest))
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one))
  const headers = new Headers({ host: 'localhost:3000' })
  const authorization = asked.authorization ?? (program && `Bearer ${program.secret}`)
  if (authorization) headers.set('authorization', authorization)
  if (method !== 'GET') {
    headers.set('content-type', takes === 'file' ? 'text/plain' : 'application/json')
    if (takes === 'file') headers.set('x-file-name', String(rest.fileName ?? 'note.txt'))
    const key = asked.idempotencyKey === undefined ? newId() : asked.idempotencyKey
    if (key !== null) headers.set('idempotency-key', key)
  }
  for (const [name, value] of Object.entries(asked.headers ?? {})) headers.set(name, value)
  const body = asked.body ?? (takes === 'file' ? 'file' : JSON.stringify(rest))
  return new NextRequest(url, { method, headers, ...(method === 'GET' ? {} : { body }) })
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(buildOpenApi(origin), 'api')

/** What came is what the document says may come: the status, the media type and every field. */
function expectDocumented({ id, method, path }: ApiOperation, { status, headers, json }: Answer): void {
  const type = headers.get('content-type') ?? ''
  const steps = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
  const $ref = `api#/${pointer.join('/')}`
  const validate = ajv.getSchema($ref)
  expect(validate, `${id} answers ${status} ${type}, which its document does not know`).toBeDefined()
  expect(validate?.(json) === true ? [] : validate?.errors, `${id}: ${JSON.stringify(json)}`).toEqual([])
}

/** All that a caller sees, but for the request's own id. */
export function seenOf({ status, headers, text }: Answer): string {
  const id = headers.get('x-request-id') ?? 'no request id'
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`).sort()
  return [status, ...lines, text].join('\n').replaceAll(id, '(request)')
}
