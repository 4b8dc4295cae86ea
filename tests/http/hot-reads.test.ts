import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerBeforeNext } from '@/app/_entrance/answer-before-next'
import { standingHeaders } from '@/app/_entrance/standing-headers'
import { GET as listRoute } from '@/app/t/[tenant]/data/tickets/route'
import { revokeSession } from '@/lib/db/system-users'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { type Browser, paramsOf, requestTo, signIn } from './support/request'

const database = testDatabase()
let world: World
let agent: Browser
let server: Server
let origin: string

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
  // What is not answered before Next comes to it.
  server = createServer((request, response) =>
    response.writeHead(204, { 'x-by': 'next', 'x-url': request.url }).end(),
  )
  answerBeforeNext(server)
  answerBeforeNext(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** With a host that `fetch` would not send. */
async function ask(
  path: string,
  { cookie = agent.cookie, host = 'localhost:3000', ...headers }: Record<string, string> = {},
) {
  return new Promise<{ status: number; headers: Headers; body: Buffer }>((resolve, reject) => {
    const asked = request(origin + path, { headers: { cookie, host, ...headers } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(response.headers as Record<string, string>),
          body: Buffer.concat(chunks),
        }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

const codeOf = ({ status, body }: { status: number; body: Buffer }) => [
  status,
  JSON.parse(body.toString()).code,
]

test('the list is what its route answers, with every header that other answers have', async () => {
  const query = '?view=all&subject=order'
  const answer = await ask(`/t/alpha/data/tickets${query}`)
  const request = requestTo(`/t/alpha/data/tickets${query}`, { cookie: agent.cookie })
  const byNext = await listRoute(request, paramsOf({ tenant: 'alpha' }))
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body.toString())).toEqual(await byNext.json())
  for (const [name, value] of Object.entries(standingHeaders)) expect(answer.headers.get(name)).toBe(value)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('vary')).toContain('Cookie')
})

test('a ticket and what stands beside the list are answered too', async () => {
  expect(JSON.parse((await ask('/t/alpha/data/tickets/1')).body.toString())).toMatchObject({ number: 1 })
  expect(JSON.parse((await ask('/t/alpha/data/overview')).body.toString())).toHaveProperty('queues')
})

test('who may not read is refused as everywhere', async () => {
  expect(codeOf(await ask('/t/alpha/data/tickets', { cookie: '' }))).toEqual([401, 'unauthenticated'])
  expect(codeOf(await ask('/t/beta/data/overview'))).toEqual([404, 'not_found'])
  expect(codeOf(await ask('/t/alpha/data/tickets/999'))).toEqual([404, 'not_found'])
  expect(codeOf(await ask('/t/alpha/data/tickets?view=none'))).toEqual([400, 'invalid_input'])
  expect(codeOf(await ask('/t/alpha/data/tickets?view=all&view=open'))).toEqual([400, 'invalid_input'])
  expect((await ask('/t/alpha/data/overview', { host: 'evil.example' })).status).toBe(421)
})

test('a session that ended between two reads is refused at the second', async () => {
  const other = await signIn(world.a.agent)
  expect((await ask('/t/alpha/data/overview', { cookie: other.cookie })).status).toBe(200)
  await revokeSession(world.a.agent.actor.userId, other.sessionId)
  expect(codeOf(await ask('/t/alpha/data/overview', { cookie: other.cookie }))).toEqual([
    401,
    'unauthenticated',
  ])
})

test('a browser that unpacks gets long answers packed', async () => {
  const plain = await ask('/t/alpha/data/tickets/1')
  const packed = await ask('/t/alpha/data/tickets/1', { 'accept-encoding': 'br, gzip' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(packed.body)).toEqual(plain.body)
})

test('everything else goes to Next, and what it is cannot be hidden in the path', async () => {
  for (const path of [
    ...[
      '/',
      '/t/alpha/tickets',
      '/t/alpha/data/tickets/',
      '/t/alpha/data/tickets/1/html',
      '/t//alpha/data/overview',
    ],
    ...[
      '/t/alpha/data/tickets/1%30',
      '/t/al%70ha/data/overview',
      '/T/alpha/data/overview',
      '/t/alpha/data/uploads',
    ],
  ]) {
    const { status, headers } = await ask(path)
    expect([status, headers.get('x-by'), headers.get('x-url')]).toEqual([204, 'next', path])
  }
})
