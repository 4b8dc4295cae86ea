import Ajv2020 from 'ajv/dist/2020'
import { expect, test } from 'vitest'
import { curlOf, exampleOf } from '@/lib/api/example'
import { buildOpenApi } from '@/lib/api/open-api'
import { apiOperations } from '@/lib/api/operations'

const document = buildOpenApi('https://help.example')
const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(document, 'api')

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)

test('the document stands on our own address and describes every operation once', () => {
  expect(document.servers).toEqual([{ url: 'https://help.example/api/v1' }])
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
    apiOperations.map(({ id }) => id).sort(),
  )
})

test('every reference within the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  expect(references.length).toBeGreaterThan(20)
  const missing = references.filter(([, name = '']) => !(name in document.components.schemas))
  expect(missing).toEqual([])
})

test('what the reference shows as an answer is one that the document allows', () => {
  for (const { operation } of operations) {
    const schema = Object.values(operation.responses)[0]?.content['application/json']?.schema
    if (!schema) continue
    const validate = ajv.compile({
      $id: operation.operationId,
      ...JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')),
    })
    expect(validate(exampleOf(document, schema)), operation.operationId).toBe(true)
  }
})

test('what the reference shows as a request is one that the entrance takes', () => {
  for (const { path, method, operation } of operations) {
    const shown = curlOf(document, method, path, operation)
    expect(shown, operation.operationId).toContain(`'https://help.example/api/v1`)
    const body = / -d '([\s\S]*)'$/.exec(shown)?.[1]
    if (body === undefined) continue
    const contract = apiOperations.find(({ id }) => id === operation.operationId)
    const inPath = Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, '01a1f7c2-7c31-7b60-9f0e-2d6a5c1e8b44']),
    )
    const result = contract?.input.safeParse({ ...JSON.parse(body), ...inPath })
    expect(result?.error?.issues ?? [], operation.operationId).toEqual([])
  }
})
