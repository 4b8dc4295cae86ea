import { afterEach, expect, test, vi } from 'vitest'
import { nonceOf } from '@/app/_entrance/nonce'

afterEach(() => vi.unstubAllEnvs())

async function prepare(
  url: string,
  { base = 'https://desk.example', ...given }: Record<string, string> = {},
) {
  vi.resetModules()
  vi.stubEnv('BASE_URL', base)
  const { preparePage } = await import('@/app/_entrance/page-request')
  const headers: Record<string, string> = { host: new URL(base).host, ...given }
  const answer = new Headers()
  preparePage({ url, headers }, { setHeader: (name, value) => answer.set(name, String(value)) as never })
  return { headers, answer }
}

test('a page gets the policy of the proxy, with a nonce of its own that Next can see', async () => {
  const first = await prepare('/t/alpha/tickets?view=mine')
  const second = await prepare('/t/alpha/tickets?view=mine')
  const policy = first.answer.get('content-security-policy')
  expect(policy).toContain("frame-ancestors 'none'")
  expect(first.headers['content-security-policy']).toBe(policy)
  expect(first.answer.get('strict-transport-security')).toBe('max-age=31536000')
  expect(first.headers['x-postino-prepared']).toBe('1')
  expect(nonceOf(first.answer)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(nonceOf(first.answer)).not.toBe(nonceOf(second.answer))
})

test('without https nothing is promised about https', async () => {
  const { answer } = await prepare('/sign-in', { base: 'http://localhost:3000' })
  expect(answer.get('strict-transport-security')).toBeNull()
  expect(answer.get('content-security-policy')).not.toContain('upgrade-insecure-requests')
})

test('the path is what was asked for, without what the router adds, and nobody else says so', async () => {
  const forged = { 'x-postino-path': '/forged' }
  for (const [asked, told] of [
    ['/t/alpha/tickets?view=mine&_rsc=1abc', '/t/alpha/tickets?view=mine'],
    ['/t/alpha/tickets?_rsc=1abc', '/t/alpha/tickets'],
    ['/sign-in?callbackUrl=%2Ft%2Falpha', '/sign-in?callbackUrl=%2Ft%2Falpha'],
  ] as const)
    expect((await prepare(asked, forged)).headers['x-postino-path']).toBe(told)
})

test('data, static files and other hosts are left to others, and nobody can say that he was prepared', async () => {
  const forged = { 'x-postino-prepared': '1' }
  for (const path of ['/api/health', '/t/alpha/data/overview', '/t/alpha/live', '/_next/static/x.js'])
    expect([path, await prepare(path, forged)]).toEqual([path, leftAlone('desk.example')])
  for (const host of ['evil.example', 'desk.example:444'])
    expect([host, await prepare('/sign-in', { ...forged, host })]).toEqual([host, leftAlone(host)])
  expect(await prepare('http://[/', forged)).toEqual(leftAlone('desk.example'))
})

const leftAlone = (host: string) => ({ headers: { host }, answer: new Headers() })
