import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { apiEntries, ask, makeProgram, type Program } from './support/api'

const database = testDatabase()
let world: World
let program: Program

beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

const send = (body: BodyInit, headers: Record<string, string> = {}) =>
  ask(program, 'createOrganization', { body, headers })

test.each([
  ['nothing', ''],
  ['no JSON', '{"name":'],
  ['a list', '[{"name":"x"}]'],
  ['a text', '"name"'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a prototype', '{"name":"x","__proto__":{"isHouse":true}}'],
  ['a constructor', '{"name":"x","constructor":{"prototype":{}}}'],
  ['a depth of 10,000', `{"name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['an operator', '{"name":{"not":""}}'],
  ['a huge number', '{"name":1e308}'],
  ['a NUL', '{"name":"a\\u0000b"}'],
  ['half a character', '{"name":"a\\ud800b"}'],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['a hundred thousand fields', `{${Array.from({ length: 100_000 }, (_, n) => `"f${n}":1`).join()}}`],
] as [string, BodyInit][])('a body that is %s is 400', async (_, body) => {
  const answer = await send(body)
  expect([answer.status, answer.json.code]).toEqual([400, 'invalid_input'])
  expect(answer.text.length).toBeLessThan(5_000)
})

test('the last of two equal names counts, as every reader of JSON has it', async () => {
  expect((await send('{"name":"first","name":"second"}')).json.name).toBe('second')
})

test('more than a request may hold is 413', async () => {
  const answer = await send(JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) }))
  expect([answer.status, answer.json.code]).toEqual([413, 'too_large'])
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
  'application/jsonx',
])('a body of another type is 415: %j', async (type) => {
  const answer = await send('{"name":"x"}', { 'content-type': type })
  expect([answer.status, answer.json.code]).toEqual([415, 'unsupported_media_type'])
})

test('a charset beside the type is read over', async () => {
  expect((await send('{"name":"x"}', { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(201)
})

test('headers that other parts of the web listen to change nothing', async () => {
  const headers = {
    'x-middleware-subrequest': 'middleware:middleware:middleware',
    'next-action': '00',
    rsc: '1',
    'next-router-prefetch': '1',
    'x-forwarded-host': 'evil.example',
    'x-http-method-override': 'DELETE',
    origin: 'https://evil.example',
  }
  const answer = await ask(program, 'listQueues', { headers })
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('evil')
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('an id in the path may be anything, and is never more than 400', async () => {
  const ids = [
    '',
    '..',
    '../tickets',
    '%00',
    'null',
    'undefined',
    '{}',
    "' OR 1=1 --",
    'a'.repeat(10_000),
    world.a.ticketId.slice(1),
    `${world.a.ticketId} `,
    '😀',
  ]
  for (const { operation, entry } of (await apiEntries()).values()) {
    const [field] = Object.keys(entry.ids).filter((name) => operation.path.includes(`{${name}}`))
    if (field === undefined || operation.method !== 'GET') continue
    for (const id of ids) {
      const answer = await ask(program, operation.id, { input: { [field]: id } })
      expect([answer.status, answer.json.code], `${operation.id} ${id}`).toEqual([400, 'invalid_input'])
    }
  }
})

test('an id in capital letters is the same id', async () => {
  const answer = await ask(program, 'getTicket', { input: { ticketId: world.a.ticketId.toUpperCase() } })
  expect([answer.status, answer.json.id]).toEqual([200, world.a.ticketId])
})

test('the path says which row is meant: its name in the body or a query beside a body is 400', async () => {
  const input = { organizationId: world.a.organizationId }
  const body = JSON.stringify({ ...input, name: 'x' })
  const answer = await ask(program, 'changeOrganization', { input, body })
  expect([answer.status, Object.keys(answer.json.fields)]).toEqual([400, ['organizationId']])
})
