import { beforeAll, beforeEach, expect, test } from 'vitest'
import { getOwnSignIn } from '@/lib/access/get-own-sign-in'
import { SetPasswordInput } from '@/lib/access/inputs'
import { hashPassword, isPasswordOf } from '@/lib/access/passwords'
import { confirmPassword } from '@/lib/access/reauthentication'
import { setPassword } from '@/lib/access/set-password'
import type { AgentScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { signIn } from './support/request'

const database = testDatabase()
const [old, fresh] = ['the password of before', 'four words nobody guesses']
let world: World

beforeAll(async () => {
  world = await createWorld(database)
})
beforeEach(async () => {
  await database.query('UPDATE app_user SET password_hash = NULL')
  await database.query('DELETE FROM audit_entry')
})

const inNewSession = async (scope: AgentScope): Promise<AgentScope> => ({
  ...scope,
  sessionId: (await signIn(scope)).sessionId,
})
const hashOf = async ({ actor }: AgentScope) => {
  const [row] = await database.query<{ hash: string | null }>(
    'SELECT password_hash AS hash FROM app_user WHERE id = $1',
    [actor.userId],
  )
  return row?.hash ?? null
}
const audited = () => database.query('SELECT action, actor_id FROM audit_entry')
const isGood = async ({ sessionId }: AgentScope) =>
  (await database.query('SELECT 1 FROM session WHERE id = $1 AND revoked_at IS NULL', [sessionId])).length ===
  1

test('who signs in with a linked account alone sets a password in a session that has just begun', async () => {
  const [scope, elsewhere] = [await inNewSession(world.a.agent), await inNewSession(world.a.agent)]
  expect(await getOwnSignIn(scope)).toMatchObject({ hasPassword: false })
  expect(await setPassword(scope, { password: fresh })).toEqual({ endedSessions: 0 })
  expect(await isPasswordOf(await hashOf(scope), fresh)).toBe(true)
  expect(await getOwnSignIn(scope)).toMatchObject({ hasPassword: true })
  expect(await isGood(elsewhere), 'nobody could have known another one').toBe(true)
  expect(await audited()).toEqual([{ action: 'password_set', actor_id: scope.actor.membershipId }])
})

test('… and not in one that began six minutes ago: whoever finds that browser open stays outside', async () => {
  const scope = await inNewSession(world.a.agent)
  await database.query(`UPDATE session SET created_at = now() - interval '6 minutes' WHERE id = $1`, [
    scope.sessionId,
  ])
  await expect(setPassword(scope, { password: fresh })).rejects.toMatchObject({
    code: 'reauthentication_needed',
  })
  expect(await hashOf(scope)).toBeNull()
  expect(await audited()).toEqual([])
})

test('another password needs the one before, and signs out every other browser of this person and of nobody else', async () => {
  await database.query('UPDATE app_user SET password_hash = $1', [await hashPassword(old)])
  const [scope, elsewhere] = [await inNewSession(world.a.agent), await inNewSession(world.a.agent)]
  const somebody = await inNewSession(world.a.owner)
  await expect(setPassword(scope, { password: fresh })).rejects.toMatchObject({
    code: 'reauthentication_needed',
  })
  await confirmPassword(scope, { password: old })
  const { endedSessions } = await setPassword(scope, { password: fresh })
  expect(endedSessions).toBeGreaterThan(0)
  expect([await isGood(scope), await isGood(elsewhere), await isGood(somebody)]).toEqual([true, false, true])
  expect(await isPasswordOf(await hashOf(scope), old)).toBe(false)
  expect(await isPasswordOf(await hashOf(somebody), old), 'his own is as it was').toBe(true)
  expect(await audited()).toEqual([{ action: 'password_changed', actor_id: scope.actor.membershipId }])
})

test('short ones, endless ones and one’s own address are refused', async () => {
  const scope = await inNewSession(world.a.agent)
  for (const password of ['elevenchars', 'x'.repeat(1_025), ''])
    expect(SetPasswordInput.safeParse({ password }).success).toBe(false)
  const { email } = await getOwnSignIn(scope)
  await expect(setPassword(scope, { password: `${email.toUpperCase()}1` })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: ['password'] },
  })
  expect(await hashOf(scope)).toBeNull()
})
