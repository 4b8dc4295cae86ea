import { afterEach, expect, test, vi } from 'vitest'

const load = async (baseUrl: string) => {
  vi.resetModules()
  vi.stubEnv('BASE_URL', baseUrl)
  return import('@/app/_entrance/own-origin')
}
afterEach(() => vi.unstubAllEnvs())

test('an installation with a public name answers to that name alone', async () => {
  const { isOwnHost, isOwnOrigin, isHttps } = await load('https://desk.example')
  expect(isHttps()).toBe(true)
  expect(isOwnHost('desk.example')).toBe(true)
  expect(isOwnHost('DESK.example')).toBe(true)
  for (const host of [
    'desk.example:8080',
    'desk.example.evil.example',
    'localhost',
    '127.0.0.1',
    '',
    'evil.example',
    null,
  ])
    expect(isOwnHost(host), String(host)).toBe(false)
  expect(isOwnOrigin('https://desk.example')).toBe(true)
  for (const origin of [
    'http://desk.example',
    'https://desk.example/',
    'https://evil.example',
    'null',
    '',
    null,
  ])
    expect(isOwnOrigin(origin), String(origin)).toBe(false)
})

test('an installation for this machine answers to its loopback names, never to a name that resolves to it', async () => {
  const { isOwnHost, isOwnOrigin } = await load('http://localhost:3000')
  for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
    expect(isOwnHost(host), host).toBe(true)
  for (const host of [
    'localhost',
    'localhost:3001',
    'rebind.example:3000',
    '127.0.0.1.evil.example:3000',
    'a@localhost:3000',
    'localhost:3000/x',
  ])
    expect(isOwnHost(host), host).toBe(false)
  expect(isOwnOrigin('http://127.0.0.1:3000')).toBe(true)
  expect(isOwnOrigin('https://localhost:3000')).toBe(false)
})
