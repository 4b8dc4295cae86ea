import { beforeAll, beforeEach, expect, test } from 'vitest'
import { hashPassword } from '@/lib/access/passwords'
import { signInWithIdentity } from '@/lib/access/sign-in-with-identity'
import { signInWithPassword } from '@/lib/access/sign-in-with-password'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'

const database = testDatabase()
const password = 'correct horse battery staple'
let userId: string

beforeAll(async () => {
  userId = newId()
  await database.query('INSERT INTO app_user (id, email, name, password_hash) VALUES ($1, $2, $3, $4)', [
    userId,
    'ada@alpha.test',
    'Ada',
    await hashPassword(password),
  ])
})
beforeEach(() => database.query('DELETE FROM rate_limit'))

test('the right password signs in, whatever the case of the address', async () => {
  expect(await signInWithPassword({ email: ' Ada@Alpha.test ', password }, '203.0.113.1')).toBe(userId)
})

test.each([
  ['a wrong password', { email: 'ada@alpha.test', password: 'wrong' }],
  ['an unknown address', { email: 'nobody@alpha.test', password }],
  ['an operator for a value', { email: { not: '' }, password: { not: '' } }],
  ['a list for a value', { email: ['ada@alpha.test'], password: [password] }],
  ['nothing', undefined],
  ['an empty password', { email: 'ada@alpha.test', password: '' }],
  ['a password of a megabyte', { email: 'ada@alpha.test', password: 'x'.repeat(1_000_000) }],
  ['a NUL in the address', { email: 'ada@alpha.test\u0000', password }],
])('%s is the same "no"', async (_, given) => {
  expect(await signInWithPassword(given, '203.0.113.1')).toBeNull()
})

test('a person without a password, and a disabled one, do not sign in with any', async () => {
  const hash = await hashPassword(password)
  await database.query(
    `INSERT INTO app_user (id, email, name, password_hash, disabled_at)
     VALUES ($1, 'gone@alpha.test', 'Gone', $3, now()), ($2, 'sso@alpha.test', 'Sso', NULL, NULL)`,
    [newId(), newId(), hash],
  )
  expect(await signInWithPassword({ email: 'gone@alpha.test', password }, '203.0.113.1')).toBeNull()
  expect(await signInWithPassword({ email: 'sso@alpha.test', password }, '203.0.113.1')).toBeNull()
})

test('an unknown address takes as long as a known one', async () => {
  const fastest = new Map<string, number>()
  for (let sample = 0; sample < 20; sample++) {
    for (const email of ['ada@alpha.test', 'nobody@alpha.test']) {
      const start = performance.now()
      await signInWithPassword({ email, password: 'wrong' }, `203.0.113.${sample}`)
      fastest.set(email, Math.min(fastest.get(email) ?? Number.POSITIVE_INFINITY, performance.now() - start))
    }
  }
  // The fastest of each, because a busy machine only ever adds. Without the hash of nobody's password the
  // difference is a factor of five and more.
  const ratio = (fastest.get('nobody@alpha.test') ?? 0) / (fastest.get('ada@alpha.test') ?? 0)
  expect(ratio).toBeGreaterThan(0.6)
  expect(ratio).toBeLessThan(1.7)
})

test('the eleventh wrong guess of one client at one address is refused unseen, even with the right password', async () => {
  const guess = (address: string, given = 'wrong') =>
    signInWithPassword({ email: 'ada@alpha.test', password: given }, address)
  for (let tries = 0; tries < 10; tries++) expect(await guess('203.0.113.1')).toBeNull()
  await expect(guess('203.0.113.1', password)).rejects.toMatchObject({ code: 'rate_limited' })
  // Somebody else's guesses do not lock the person out.
  expect(await guess('198.51.100.1', password)).toBe(userId)
})

test('an unknown address is limited like a known one', async () => {
  const guess = () => signInWithPassword({ email: 'nobody@alpha.test', password }, '203.0.113.1')
  for (let tries = 0; tries < 10; tries++) expect(await guess()).toBeNull()
  await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' })
})

test('guessers all over the world share the limit of an address, and one at many addresses his own', async () => {
  const limit = (key: string) =>
    database.query('INSERT INTO rate_limit (key, points, expire) VALUES ($1, 100000, $2)', [
      key,
      Date.now() + 60_000,
    ])
  await limit('sign-in-address:ada@alpha.test')
  await expect(
    signInWithPassword({ email: 'ada@alpha.test', password }, '203.0.113.7'),
  ).rejects.toMatchObject({ code: 'rate_limited' })
  await limit('sign-in-client:2001:db8:0:0::/64')
  await expect(
    signInWithPassword({ email: 'other@alpha.test', password }, '2001:db8::77'),
  ).rejects.toMatchObject({ code: 'rate_limited' })
})

test('good sign-ins use nothing up', async () => {
  for (let tries = 0; tries < 12; tries++)
    expect(await signInWithPassword({ email: 'ada@alpha.test', password }, '203.0.113.1')).toBe(userId)
})

test('an identity counts by issuer and subject, never by address', async () => {
  await database.query('INSERT INTO user_identity (id, user_id, issuer, subject) VALUES ($1, $2, $3, $4)', [
    newId(),
    userId,
    'https://accounts.google.com',
    'subject-1',
  ])
  expect(await signInWithIdentity('https://accounts.google.com', 'subject-1')).toBe(userId)
  expect(await signInWithIdentity('https://evil.example', 'subject-1')).toBeNull()
  expect(await signInWithIdentity('https://accounts.google.com', 'subject-2')).toBeNull()
  expect(await signInWithIdentity('https://accounts.google.com', 'ada@alpha.test')).toBeNull()
  for (const missing of [undefined, null, '', {}, ['subject-1']])
    expect(await signInWithIdentity('https://accounts.google.com', missing)).toBeNull()
})
