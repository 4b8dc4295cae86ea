import type { AuthOptions } from 'next-auth'
import { beforeAll, expect, test } from 'vitest'
import { nextAuthOptions } from '@/app/_entrance/next-auth-options'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'

const database = testDatabase()
let world: World
let callbacks: NonNullable<AuthOptions['callbacks']>

beforeAll(async () => {
  world = await createWorld(database)
  callbacks = nextAuthOptions({ clientAddress: '203.0.113.1', userAgent: 'A browser' }).callbacks ?? {}
})

const google = { provider: 'google', type: 'oauth', providerAccountId: 's' } as const
const profile = (claims: Record<string, unknown>) => ({
  email: 'agent@alpha.test',
  email_verified: true,
  ...claims,
})

test('an unknown identity with the verified address of somebody here is refused, and no session made', async () => {
  for (const claims of [
    {},
    { iss: 'https://accounts.google.com' },
    { iss: 'https://accounts.google.com', sub: 'x' },
  ]) {
    const answer = await callbacks.signIn?.({ user: { id: 'x' }, account: google, profile: profile(claims) })
    expect(answer).toBe('/sign-in?error=unknown_identity')
  }
  expect(await database.query('SELECT FROM session')).toEqual([])
  expect(await database.query('SELECT FROM user_identity')).toEqual([])
})

test('the token names a session row and nothing else', async () => {
  const userId = world.a.agent.actor.userId
  const token = await callbacks.jwt?.({
    token: { name: 'Ada', email: 'agent@alpha.test', sub: userId },
    user: { id: userId },
    account: { provider: 'credentials', type: 'credentials', providerAccountId: userId },
  })
  const [row] = await database.query('SELECT id, user_id, user_agent FROM session')
  expect(token).toEqual({ sid: row?.id })
  expect(row).toMatchObject({ user_id: userId, user_agent: 'A browser' })
})

test('a linked identity gets a session of the person it belongs to', async () => {
  const userId = world.a.agent.actor.userId
  await database.query('INSERT INTO user_identity (id, user_id, issuer, subject) VALUES ($1, $2, $3, $4)', [
    newId(),
    userId,
    'https://accounts.google.com',
    'linked',
  ])
  const claims = profile({ iss: 'https://accounts.google.com', sub: 'linked', email: 'owner@alpha.test' })
  expect(await callbacks.signIn?.({ user: { id: 'linked' }, account: google, profile: claims })).toBe(true)
  const token = await callbacks.jwt?.({ token: {}, user: { id: 'linked' }, account: google, profile: claims })
  const [row] = await database.query('SELECT user_id FROM session WHERE id = $1', [token?.sid])
  expect(row?.user_id).toBe(userId)
})

test('after signing in nobody is sent to another origin', async () => {
  const baseUrl = 'http://localhost:3000'
  const sentTo = (url: string) => callbacks.redirect?.({ url, baseUrl })
  expect(await sentTo('/t/alpha')).toBe(`${baseUrl}/t/alpha`)
  expect(await sentTo(`${baseUrl}/t/alpha`)).toBe(`${baseUrl}/t/alpha`)
  for (const url of ['https://evil.example', '//evil.example', '/\\evil.example', `${baseUrl}.evil.example`])
    expect(await sentTo(url), url).toBe(`${baseUrl}/`)
})

test('no option links accounts by address, and every provider binds its answer to this browser', () => {
  const options = nextAuthOptions({ clientAddress: '', userAgent: '' })
  expect(JSON.stringify(options.providers)).not.toContain('allowDangerousEmailAccountLinking')
  expect(options.providers.map((provider) => provider.id)).toEqual(['credentials'])
})
