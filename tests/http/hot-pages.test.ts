import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answerBeforeNext } from '@/app/_entrance/answer-before-next'
import { preparePage } from '@/app/_entrance/page-request'
import { shellHeader } from '@/app/_entrance/page-shells'
import { themeCookie } from '@/components/ui/theme-choice'
import { revokeSession } from '@/lib/db/system-users'
import { log } from '@/lib/log'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { type Browser, signIn } from './support/request'

vi.mock('@/app/_entrance/inbox-drawing', () => ({
  loadInboxDrawing: () => import('@/app/t/[tenant]/tickets/draw-inbox'),
}))

const database = testDatabase()
let world: World
let agent: Browser
let neighbour: Browser
let server: Server
let origin: string
let shellStatus = 200
let shellLanguage = 'en'
let isEndless = false

beforeAll(async () => {
  await import('@/app/t/[tenant]/tickets/draw-inbox')
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
  neighbour = await signIn(world.b.agent)
  server = createServer(next)
  answerBeforeNext(server)
  // As start-web.ts does.
  server.prependListener('request', preparePage)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** Draws a shell like Next, with everything that changes from page to page. */
function next({ headers, url }: IncomingMessage, response: ServerResponse): void {
  if (!(shellHeader in headers)) {
    response.writeHead(204, { 'x-by': 'next', 'x-url': url }).end()
    return
  }
  const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]
  const name = url?.replace(/^.*\/tickets\/?/, '').split('?')[0]
  if (isEndless) {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.on('drain', () => response.write('<p></p>'.repeat(100_000))).write('<html lang="en">')
    response.write('<p></p>'.repeat(100_000))
    return
  }
  response
    .writeHead(shellStatus, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      vary: 'rsc, Accept-Encoding',
      'x-by': 'the shell',
      link: `</style.css>; rel=preload; nonce="${nonce}"`,
    })
    .end(
      `<html lang="${shellLanguage}"><head><title>#${name}</title></head><body data-look="${headers.cookie}"><i id="inbox-place"></i><p>beside</p>` +
        `<script nonce="${nonce}">wake("${url?.split('tickets')[1]}")</script></body></html>`,
    )
}

async function ask(path: string, { cookie = agent.cookie, ...headers }: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const asked = request(
      origin + path,
      { headers: { cookie, host: 'localhost:3000', ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(response.headers as Record<string, string>),
            text,
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

const patience = { timeout: 10_000, interval: 100 }
const byOf = ({ headers }: { headers: Headers }) => headers.get('x-by')

/** The first to ask is answered by Next, and has the shell drawn. */
async function askFilled(path: string, headers: Record<string, string> = {}) {
  return vi.waitFor(async () => {
    const answer = await ask(path, headers)
    expect(byOf(answer)).toBe('the shell')
    return answer
  }, patience)
}

const seedOf = (text: string) =>
  JSON.parse(/<script type="application\/json" id="inbox-seed">(.*?)<\/script>/.exec(text)?.[1] ?? 'null')

test('the list is drawn into a shell that Next drew once: markup, and the same for the browser', async () => {
  const { text, headers, status } = await askFilled('/t/alpha/tickets?view=all')
  expect(status).toBe(200)
  const seed = seedOf(text)
  expect(seed).toMatchObject({ tenant: { slug: 'alpha' }, list: { filter: { view: 'all' } }, ticket: null })
  expect(seed.list.page.items.length).toBeGreaterThan(0)
  for (const { number } of seed.list.page.items) expect(text).toContain(`data-number="${number}"`)
  expect(text).not.toContain('inbox-place')
  // Between the inbox and what wakes it, which looks for it.
  expect(text.indexOf('beside')).toBeLessThan(text.indexOf('inbox-seed'))
  expect(text.indexOf('inbox-seed')).toBeLessThan(text.indexOf('wake'))
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
  expect(headers.get('vary')).toBe('rsc, Accept-Encoding')
  expect(headers.get('cache-control')).toBe('private, no-store')
})

test('what is drawn holds no id that depends on where it stands', async () => {
  const { text } = await askFilled('/t/alpha/tickets/1?view=all')
  expect(text).toContain('<article')
  expect(text).not.toMatch(/_R_|«|:r\d/)
})

test('each page has the nonce of its own policy, and no other', async () => {
  const nonces = []
  for (let n = 0; n < 2; n++) {
    const { text, headers } = await askFilled('/t/alpha/tickets?view=all')
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '') ?? []
    expect([...text.matchAll(/nonce="([^"]*)"/g)].map(([, found]) => found)).toEqual([nonce])
    expect(headers.get('link')).toContain(nonce)
    nonces.push(nonce)
  }
  expect(new Set(nonces).size).toBe(2)
})

test('the ticket and the query of the path stand where those of the shell stood', async () => {
  const { text } = await askFilled('/t/alpha/tickets/1?view=all&subject=a%20%22b')
  expect(text).toContain('<title>#1</title>')
  expect(text).toContain('wake("/1?view=all&subject=a%20%22b")')
  expect(seedOf(text).ticket).toMatchObject({ number: 1 })
  const bare = await askFilled('/t/alpha/tickets/2')
  expect(bare.text).toContain('wake("/2")')
})

test('a text that ends scripts ends none', async () => {
  const subject = '</script><script>alert(1)</script><!--'
  await database.query('UPDATE ticket SET subject = $1 WHERE number = 1', [subject])
  const { text } = await askFilled('/t/alpha/tickets/1?view=all')
  expect(seedOf(text).ticket.subject).toBe(subject)
  expect(text).not.toContain('<script>alert')
})

test('a neighbour gets his own inbox and never the page of another tenant', async () => {
  await askFilled('/t/alpha/tickets?view=all')
  expect(byOf(await ask('/t/alpha/tickets?view=all', { cookie: neighbour.cookie }))).toBe('next')
  const own = await askFilled(`/t/${world.b.slug}/tickets?view=all`, { cookie: neighbour.cookie })
  expect(seedOf(own.text).tenant.slug).toBe(world.b.slug)
})

test('whoever chose another theme or sits in another zone gets another shell', async () => {
  for (const wish of [`${themeCookie}=dark`, 'postino.zone=Europe/Rome']) {
    const cookie = `${agent.cookie}; ${wish}`
    expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
    expect((await askFilled('/t/alpha/tickets', { cookie })).text).toContain(wish)
  }
})

test.each([
  ['who is not signed in', '/t/alpha/tickets', { cookie: '' }],
  ['what the router asks for', '/t/alpha/tickets', { rsc: '1' }],
  ['an id that nobody can have', '/t/alpha/tickets?queueId=1', {}],
  ['a query that a script would have to write differently', '/t/alpha/tickets?subject=|', {}],
  ['a number that is none', '/t/alpha/tickets/01', {}],
  ['another host', '/t/alpha/tickets', { host: 'elsewhere.example' }],
  ['another page', '/t/alpha/quarantine', {}],
])('%s is for Next', async (_, path, headers) => {
  await askFilled('/t/alpha/tickets')
  expect(byOf(await ask(path, headers as Record<string, string>))).toBe('next')
})

test('where Next draws no shell it draws every page, and is not asked for one each time', async () => {
  const warned = vi.spyOn(log(), 'warn').mockImplementation(() => {})
  shellStatus = 404
  const cookie = `${agent.cookie}; postino.zone=Asia/Tokyo`
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1), patience)
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  expect(warned).toHaveBeenCalledTimes(1)
  shellStatus = 200
  warned.mockRestore()
})

test('a shell in another language than was asked for is filled in for nobody', async () => {
  const warned = vi.spyOn(log(), 'warn').mockImplementation(() => {})
  shellLanguage = 'it'
  const cookie = `${agent.cookie}; postino.zone=Asia/Seoul`
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1), patience)
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  shellLanguage = 'en'
  warned.mockRestore()
})

test('a shell that does not end is given up, and every page is drawn by Next', async () => {
  const warned = vi.spyOn(log(), 'warn').mockImplementation(() => {})
  isEndless = true
  const cookie = `${agent.cookie}; postino.zone=Africa/Cairo`
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1), patience)
  expect(byOf(await ask('/t/alpha/tickets', { cookie }))).toBe('next')
  isEndless = false
  warned.mockRestore()
})

test('a session that ended gets nothing more', async () => {
  const leaving = await signIn(world.a.agent)
  await askFilled('/t/alpha/tickets', { cookie: leaving.cookie })
  await revokeSession(world.a.agent.actor.userId, leaving.sessionId)
  expect(byOf(await ask('/t/alpha/tickets', { cookie: leaving.cookie }))).toBe('next')
})
