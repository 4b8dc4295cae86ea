import type { JsonSchema, OpenApiDocument, OpenApiOperation } from './open-api'

/** Words that a reader recognises, by the name of the field. */
const words: Record<string, string> = {
  subject: 'The printer does not print',
  excerpt: 'It only blinks.',
  text: 'It only blinks.',
  html: '<p>It only blinks.</p>',
  name: 'Maria Rossi',
  customerName: 'Maria Rossi',
  address: 'maria@example.com',
  customerAddress: 'maria@example.com',
  fileName: 'photo.png',
  contentType: 'image/png',
  'x-file-name': 'photo.png',
  'content-type': 'image/png',
  classification: 'human',
}

const sampleId = '01a1f7c2-7c31-7b60-9f0e-2d6a5c1e8b44'

/** A value that this schema takes, as the reference shows it. */
export function exampleOf(document: OpenApiDocument, schema: JsonSchema, name = '', depth = 0): unknown {
  const known = schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined
  if (known) return exampleOf(document, known, name, depth)
  if (schema.anyOf) return exampleOf(document, schema.anyOf[0] ?? {}, name, depth)
  if (schema.enum) return schema.enum[0]
  if (schema.default !== undefined && !Array.isArray(schema.default)) return schema.default
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([field, inner]) => [
          field,
          exampleOf(document, inner, field, depth + 1),
        ]),
      )
    case 'array':
      return depth > 4 || !schema.items ? [] : [exampleOf(document, schema.items, name, depth + 1)]
    case 'integer':
    case 'number':
      return schema.minimum !== undefined && schema.minimum > 0 ? schema.minimum : 1
    case 'boolean':
      return false
    default:
      return exampleText(schema, name)
  }
}

function exampleText({ format }: JsonSchema, name: string): string {
  if (format === 'uuid') return sampleId
  if (format === 'date-time') return '2026-11-21T09:00:00.000Z'
  return words[name] ?? 'text'
}

/** The request as somebody types it into a shell: what is required, and the one field that says the most. */
export function curlOf(
  document: OpenApiDocument,
  method: string,
  path: string,
  { parameters, requestBody }: OpenApiOperation,
): string {
  const url = `${document.servers[0]?.url ?? ''}${path.replace(/\{\w+\}/g, sampleId)}`
  const headers = parameters
    .filter((one) => one.in === 'header' && (one.required || one.name === 'Idempotency-Key'))
    .map((one) => `-H '${one.name}: ${headerExample(document, one.name, one.schema)}'`)
  const json = requestBody?.content['application/json']?.schema
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`,
    `-H 'Authorization: Bearer po_…'`,
    ...headers,
    ...(json ? [`-H 'Content-Type: application/json'`, `-d '${shortBody(document, json)}'`] : []),
    ...(requestBody && !json ? ['--data-binary @photo.png'] : []),
  ]
  return parts.join(' \\\n  ')
}

const headerExample = (document: OpenApiDocument, name: string, schema: JsonSchema): string =>
  name === 'Idempotency-Key' ? 'order-4711-1' : String(exampleOf(document, schema, name))

/** Fields that stand in for others which a request may leave out. */
const telling = ['text', 'customerAddress', 'stateId', 'name']

function shortBody(document: OpenApiDocument, schema: JsonSchema): string {
  const entries = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || telling.includes(name),
  )
  const isReply = entries.some(([name]) => name === 'as')
  const shown = entries.filter(([name]) => !(isReply && name === 'stateId'))
  const body = Object.fromEntries(shown.map(([name, inner]) => [name, exampleOf(document, inner, name)]))
  return JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')
}
