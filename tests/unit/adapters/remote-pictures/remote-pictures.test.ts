import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRemotePictures } from '@/lib/adapters/remote-pictures/create-remote-pictures'
import { egressTo } from '../../../support/egress'
import { insideHosts } from '../../../support/inside-hosts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

/** What the pictures' server saw, and the one that must never see anything. */
let seen: IncomingMessage[] = []
let canaryConnects = 0
let server: Server
let canary: Server
let base = ''
let canaryPort = 0

const answers: Record<string, (response: ServerResponse) => void> = {
  '/picture.png': (response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'id=1' }).end(png),
  '/svg.png': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(svg),
  '/page.png': (response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end('<script>1</script>'),
  '/flood.png': (response) => {
    const flood = Buffer.from(png)
    flood.writeUInt32BE(60_000, 16)
    flood.writeUInt32BE(60_000, 20)
    response.writeHead(200).end(flood)
  },
  '/gone.png': (response) => response.writeHead(404).end(png),
  '/empty.png': (response) => response.writeHead(204).end(),
  '/moved': (response) => response.writeHead(302, { location: 'picture.png' }).end(),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/inside': (response) => response.writeHead(302, { location: `http://127.0.0.1:${canaryPort}/` }).end(),
  '/file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/large.png': (response) => {
    response.writeHead(200)
    response.write(png)
    const more = () => response.write(Buffer.alloc(1024 * 1024)) && !response.destroyed && setImmediate(more)
    response.on('drain', more)
    more()
  },
}

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request)
    answers[request.url ?? '']?.(response)
  }).listen(0, '127.0.0.1')
  canary = createServer(() => undefined).listen(0, '127.0.0.1')
  canary.on('connection', () => canaryConnects++)
  await Promise.all([once(server, 'listening'), once(canary, 'listening')])
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  canaryPort = (canary.address() as AddressInfo).port
})
afterAll(() => {
  for (const one of [server, canary]) {
    one.closeAllConnections()
    one.close()
  }
})
beforeEach(() => {
  seen = []
  canaryConnects = 0
})

const pictures = () => createRemotePictures(egressTo(Number(new URL(base).port)))

test('a picture is what its bytes are, whatever its server says', async () => {
  const picture = await pictures().load('a', `${base}/picture.png`)
  expect(picture.contentType).toBe('image/png')
  expect(Buffer.from(picture.bytes).equals(png)).toBe(true)
})

test('its server learns nothing of the reader: no cookie, no referrer, no language, no program', async () => {
  const one = pictures()
  await one.load('a', `${base}/picture.png`)
  await one.load('a', `${base}/moved`)
  expect(seen).toHaveLength(3)
  for (const { headers } of seen)
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  expect(new Set(seen.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['Postino']))
})

test.each([
  ['/svg.png', 'unsupported_media_type'],
  ['/page.png', 'unsupported_media_type'],
  ['/empty.png', 'server_unavailable'],
  ['/gone.png', 'server_unavailable'],
  ['/loop', 'server_unavailable'],
  ['/nowhere', 'server_unavailable'],
  ['/file', 'egress_refused'],
  ['/inside', 'egress_refused'],
  ['/large.png', 'too_large'],
  ['/flood.png', 'too_large'],
])('%s is no picture: %s', async (path, code) => {
  await expect(pictures().load('a', base + path)).rejects.toMatchObject({ code })
  expect(canaryConnects).toBe(0)
})

test('no spelling of an inside address is ever connected to', async () => {
  const one = createRemotePictures(egressTo())
  for (const host of insideHosts)
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${canaryPort}/pixel.png`
      await expect(one.load('a', url), url).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:egress_refused|server_unavailable)$/),
      })
    }
  expect(canaryConnects).toBe(0)
})

test('plain http is asked for encrypted, as a browser does on an encrypted page', async () => {
  const asked: string[] = []
  const resolve = async (host: string) => {
    asked.push(host)
    return [{ address: '127.0.0.1', family: 4 }]
  }
  const policy = { ...egressTo(), resolve }
  await expect(createRemotePictures(policy).load('a', 'http://a.example/1.png')).rejects.toMatchObject({
    // Of plain http it would be the port that is forbidden.
    details: { trouble: 'host_forbidden' },
  })
  expect(asked).toEqual(['a.example'])
})

test('what was loaded lately is not loaded again; another tenant cannot tell', async () => {
  const one = pictures()
  await Promise.all([one.load('a', `${base}/picture.png`), one.load('a', `${base}/picture.png`)])
  await one.load('a', `${base}/picture.png`)
  expect(seen).toHaveLength(1)
  await one.load('b', `${base}/picture.png`)
  expect(seen).toHaveLength(2)
})

test('a refusal is not remembered: the picture may be there next time', async () => {
  const one = pictures()
  await expect(one.load('a', `${base}/gone.png`)).rejects.toThrow()
  await expect(one.load('a', `${base}/gone.png`)).rejects.toThrow()
  expect(seen).toHaveLength(2)
})
