import { z } from 'zod'
import { AppError, type ErrorCode } from '@/lib/errors'
import { keyScopes } from '@/lib/tenancy/key-scopes'
import { type ApiOperation, apiTags, pathFieldsOf } from './operation'
import { apiOperations } from './operations'
import { bodyRefusals, problemTexts, usualRefusals } from './problem-texts'
import { ProblemShape } from './shapes'

/** As much of JSON Schema (2020-12) as our contract becomes. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

export interface OpenApiParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

interface Content {
  [mediaType: string]: { schema: JsonSchema }
}

export interface OpenApiOperation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: { key: string[] }[]
  parameters: OpenApiParameter[]
  requestBody?: { required: true; content: Content }
  responses: Record<string, { description: string; content: Content }>
}

export interface OpenApiDocument {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, OpenApiOperation>>
  components: {
    securitySchemes: Record<string, unknown>
    schemas: Record<string, JsonSchema>
  }
}

/** The document of the API (OpenAPI 3.1), made of the very schemas that read requests. */
export function buildOpenApi(baseUrl: string): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {}
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of apiOperations) {
    const path = paths[operation.path] ?? {}
    path[operation.method.toLowerCase()] = toOpenApi(operation, schemas)
    paths[operation.path] = path
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Postino API',
      version: '1',
      description:
        'Tickets, messages and customers for your own programs. Within version 1 fields are added and never ' +
        'changed: ignore those you do not know.',
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    tags: apiTags.map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: `A key from Settings, API keys. Its scopes: ${keyScopes.join(', ')}.`,
        },
      },
      schemas,
    },
  }
}

function toOpenApi(operation: ApiOperation, schemas: Record<string, JsonSchema>): OpenApiOperation {
  const { id, method, tag, summary, description = '', scope, status } = operation
  const fields = collect(operation.input, 'input', schemas)
  const inPath = pathFieldsOf(operation)
  const isBody = method !== 'GET' && operation.takes !== 'file'
  const body = withoutFields(fields, inPath)
  const content = operation.takes === 'file' ? fileContent : { 'application/json': { schema: body } }
  const answer: Content =
    operation.answers === 'file'
      ? fileContent
      : { 'application/json': { schema: collect(operation.output, 'output', schemas) } }
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: [{ key: [scope] }],
    parameters: [
      ...Object.entries(fields.properties ?? {}).flatMap(([name, schema]) =>
        isBody && !inPath.includes(name) ? [] : [parameterOf(operation, name, schema, fields)],
      ),
      ...idempotencyParameter(operation),
    ],
    ...(method === 'GET' ? {} : { requestBody: { required: true as const, content } }),
    responses: {
      [status]: { description: status === 201 ? 'Made.' : 'Found.', content: answer },
      ...problemsOf(operation, schemas),
      default: {
        description: 'Trouble on our side. Repeat the request later, with the same Idempotency-Key.',
        content: { 'application/problem+json': { schema: collect(ProblemShape, 'output', schemas) } },
      },
    },
  }
}

const fileContent: Content = { 'application/octet-stream': { schema: {} } }

/** Where an upload says what its file is. */
const fileHeaders: Record<string, string> = { fileName: 'x-file-name', contentType: 'content-type' }

function parameterOf(
  operation: ApiOperation,
  name: string,
  { description, ...schema }: JsonSchema,
  { required = [] }: JsonSchema,
): OpenApiParameter {
  const inPath = pathFieldsOf(operation).includes(name)
  const header = operation.takes === 'file' ? fileHeaders[name] : undefined
  return {
    name: header ?? name,
    in: inPath ? 'path' : header ? 'header' : 'query',
    required: inPath || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }
}

function idempotencyParameter({ method, takes }: ApiOperation): OpenApiParameter[] {
  if (method === 'GET') return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: method === 'POST' && takes !== 'file',
      description:
        'A new one with every new request, the same one when you repeat it: it then has its effect once, and is ' +
        'answered as it was the first time. Kept for 24 hours.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ]
}

/** One response a status, naming the codes that it may bear. */
function problemsOf(
  operation: ApiOperation,
  schemas: Record<string, JsonSchema>,
): OpenApiOperation['responses'] {
  const codes: ErrorCode[] = [
    ...usualRefusals,
    ...(operation.method === 'GET' ? [] : bodyRefusals),
    ...operation.refusals,
  ]
  const responses: OpenApiOperation['responses'] = {}
  for (const code of [...new Set(codes)]) {
    const { status } = new AppError(code, code)
    const description = `\`${code}\`: ${problemTexts[code]?.detail ?? ''}`
    const known = responses[status]
    responses[status] = {
      description: known ? `${known.description} ${description}` : description,
      content: { 'application/problem+json': { schema: collect(ProblemShape, 'output', schemas) } },
    }
  }
  return responses
}

/** A schema of ours as JSON Schema; what has a name of its own goes among the components. */
function collect(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, JsonSchema>): JsonSchema {
  const { $schema: _, $defs, ...own } = plain(z.toJSONSchema(schema, { io, reused: 'inline' }))
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] = definition
  return own
}

interface Converted extends JsonSchema {
  $schema?: string
  $defs?: Record<string, JsonSchema>
}

/** References within one schema become references within the document. */
const plain = (schema: unknown): Converted =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

function withoutFields({ properties = {}, required = [], ...rest }: JsonSchema, names: string[]): JsonSchema {
  const left = Object.entries(properties).filter(([name]) => !names.includes(name))
  const wanted = required.filter((name) => !names.includes(name))
  return {
    ...rest,
    properties: Object.fromEntries(left),
    ...(wanted.length === 0 ? {} : { required: wanted }),
  }
}
