import { NextRequest } from 'next/server'
import { afterEach, expect, test, vi } from 'vitest'
import { nonceOf } from '@/app/_entrance/nonce'
import { preparedHeader } from '@/app/_entrance/page-request'

const load = async (baseUrl: string) => {
  vi.resetModules()
  vi.stubEnv('BASE_URL', baseUrl)
  return import('@/proxy')
}
afterEach(() => vi.unstubAllEnvs())

const ask = (path: string, host = 'desk.example') =>
  new NextRequest(`https://${host}${path}`, { headers: { host, 'x-postino-path': '/forged' } })

test('a page gets a policy without unsafe scripts, with a nonce of its own that Next can see', async () => {
  const { proxy } = await load('https://desk.example')
  const first = proxy(ask('/t/alpha/tickets?view=mine'))
  const second = proxy(ask('/t/alpha/tickets'))
  const policy = first.headers.get('content-security-policy') ?? ''
  const scripts = policy.split('; ').find((part) => part.startsWith('script-src'))
  expect(scripts).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).toContain("img-src 'self' data: blob:;")
  expect(first.headers.get('x-middleware-request-content-security-policy')).toBe(policy)
  expect(nonceOf(first.headers)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(nonceOf(first.headers)).not.toBe(nonceOf(second.headers))
  expect(first.headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(first.headers.get('x-middleware-request-x-postino-path')).toBe('/t/alpha/tickets?view=mine')
})

test('data has no policy of a page; what a route answers is not loosened', async () => {
  const { proxy } = await load('https://desk.example')
  for (const path of ['/api/attachments/alpha/1', '/t/alpha/data/overview', '/t/alpha/live'])
    expect(proxy(ask(path)).headers.get('content-security-policy'), path).toBeNull()
})

test('a host that is not ours gets nothing', async () => {
  const { proxy } = await load('https://desk.example')
  for (const host of ['evil.example', 'desk.example:444', 'localhost']) {
    const response = proxy(ask('/sign-in', host))
    expect(response.status, host).toBe(421)
    expect(await response.text()).not.toContain(host)
  }
})

test('without https nothing is promised about https', async () => {
  const { proxy } = await load('http://localhost:3000')
  const response = proxy(ask('/sign-in', 'localhost:3000'))
  expect(response.headers.get('strict-transport-security')).toBeNull()
  expect(response.headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests')
})

test('passed by are only static files, bodies that must stay whole, and reads that look at the host themselves', async () => {
  const { config } = await load('https://desk.example')
  const isProxied = (path: string) =>
    config.matcher.some(({ source }) => new RegExp(`^${source}$`).test(path))
  for (const path of ['overview', 'tickets', 'tickets/7', 'uploads'])
    expect([path, isProxied(`/t/alpha/data/${path}`)]).toEqual([path, false])
  for (const path of [
    ...['/', '/t/alpha/tickets', '/t/alpha/tickets/7', '/t/alpha/live', '/t/alpha/data/overviews'],
    ...[
      '/t/alpha/data/tickets/7/more',
      '/t/alpha/data/messages/1/html',
      '/api/health',
      '/x/t/alpha/data/overview',
    ],
  ])
    expect([path, isProxied(path)]).toEqual([path, true])
})

test('what passes by because it was prepared says so under the name that is taken off every request', async () => {
  const { config } = await load('https://desk.example')
  expect(config.matcher.map(({ missing }) => missing)).toEqual([[{ type: 'header', key: preparedHeader }]])
})
