import { beforeAll, beforeEach, expect, test } from 'vitest'
import { nextAuthOptions } from '@/app/_entrance/next-auth-options'
import { UnlinkIdentityInput } from '@/lib/access/inputs'
import { bindLinkingState, finishLinking, redeemLinkingState, startLinking } from '@/lib/access/link-identity'
import { listOwnIdentities } from '@/lib/access/list-own-identities'
import { hashPassword } from '@/lib/access/passwords'
import { confirmPassword } from '@/lib/access/reauthentication'
import { signInWithIdentity } from '@/lib/access/sign-in-with-identity'
import { unlinkIdentity } from '@/lib/access/unlink-identity'
import type { IdentityLinkRecord } from '@/lib/db/system-identities'
import type { AgentScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { signIn } from './support/request'

process.env.GOOGLE_CLIENT_ID = 'app'
process.env.GOOGLE_CLIENT_SECRET = 'secret'
process.env.MICROSOFT_CLIENT_ID = 'app'
process.env.MICROSOFT_CLIENT_SECRET = 'secret'

const database = testDatabase()
const password = 'correct horse battery staple'
const issuer = 'https://accounts.google.com'
let world: World
let states = 0

beforeAll(async () => {
  world = await createWorld(database)
  await database.query('UPDATE app_user SET password_hash = $1', [await hashPassword(password)])
})
beforeEach(async () => {
  await database.query('DELETE FROM user_identity')
  await database.query('DELETE FROM rate_limit')
  await database.query('DELETE FROM audit_entry')
})

const inNewSession = async (scope: AgentScope): Promise<AgentScope> => ({
  ...scope,
  sessionId: (await signIn(scope)).sessionId,
})
const proved = async (scope: AgentScope): Promise<AgentScope> => {
  const here = await inNewSession(scope)
  await confirmPassword(here, { password })
  return here
}

/** Up to where the provider's answer is back: the state that it brings. */
async function asked(scope: AgentScope, provider: 'google' | 'azure-ad' = 'google'): Promise<string> {
  const { linkId } = await startLinking(scope, { provider })
  const state = `state ${++states}`
  expect(await bindLinkingState({ linkId, sessionId: scope.sessionId, provider, state })).toBe(true)
  return state
}
async function linkOf(
  scope: AgentScope,
  provider: 'google' | 'azure-ad' = 'google',
): Promise<IdentityLinkRecord> {
  const state = await asked(scope, provider)
  const link = await redeemLinkingState({ state, provider, sessionId: scope.sessionId })
  if (link === null || link === 'refused') throw new Error('no link')
  return link
}
const claims = (sub: string, more: Record<string, unknown> = { email_verified: true }) => ({
  iss: issuer,
  sub,
  email: 'somebody@mail.example',
  ...more,
})
const countOf = async (table: 'user_identity' | 'session') =>
  (await database.query(`SELECT FROM ${table}`)).length

test('linked after the password was given again, it signs this person in; unlinked, nobody', async () => {
  const scope = await proved(world.a.agent)
  expect(await finishLinking(await linkOf(scope), 'google', claims('s-1'))).toBe('linked')
  expect(await signInWithIdentity(issuer, 's-1')).toBe(scope.actor.userId)
  const [identity] = await listOwnIdentities(scope)
  expect(identity).toMatchObject({ provider: 'google', label: 'somebody@mail.example' })

  await unlinkIdentity(scope, UnlinkIdentityInput.parse({ identityId: identity?.id }))
  expect(await signInWithIdentity(issuer, 's-1')).toBeNull()
  const audit = await database.query('SELECT action, actor_id, details FROM audit_entry ORDER BY at, id')
  const by = { actor_id: scope.actor.membershipId, details: { provider: 'google' } }
  expect(audit).toEqual([
    { action: 'identity_linked', ...by },
    { action: 'identity_unlinked', ...by },
  ])
})

test('without the password in this session, in the last five minutes, nothing is linked or unlinked', async () => {
  const scope = await inNewSession(world.a.agent)
  const refused = { code: 'reauthentication_needed' }
  await expect(startLinking(scope, { provider: 'google' })).rejects.toMatchObject(refused)
  await proved(world.a.agent)
  await expect(startLinking(scope, { provider: 'google' })).rejects.toMatchObject(refused)
  await expect(confirmPassword(scope, { password: 'wrong' })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(startLinking(scope, { provider: 'google' })).rejects.toMatchObject(refused)

  await confirmPassword(scope, { password })
  await finishLinking(await linkOf(scope), 'google', claims('s-2'))
  const [identity] = await listOwnIdentities(scope)
  await database.query(
    `UPDATE session SET reauthenticated_at = reauthenticated_at - interval '301 seconds' WHERE id = $1`,
    [scope.sessionId],
  )
  await expect(startLinking(scope, { provider: 'google' })).rejects.toMatchObject(refused)
  const unlinking = unlinkIdentity(scope, UnlinkIdentityInput.parse({ identityId: identity?.id }))
  await expect(unlinking).rejects.toMatchObject(refused)
  expect(await listOwnIdentities(scope)).toHaveLength(1)
})

test('the password is not guessed in an open browser: the eleventh try is refused', async () => {
  const scope = await inNewSession(world.a.agent)
  for (let tries = 0; tries < 10; tries++)
    await expect(confirmPassword(scope, { password: 'wrong' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  await expect(confirmPassword(scope, { password })).rejects.toMatchObject({ code: 'rate_limited' })
})

test('a state is good once', async () => {
  const scope = await proved(world.a.agent)
  const answer = { state: await asked(scope), provider: 'google', sessionId: scope.sessionId }
  const parallel = await Promise.all(Array.from({ length: 8 }, () => redeemLinkingState(answer)))
  expect(parallel.filter((one) => one !== 'refused')).toHaveLength(1)
  expect(await redeemLinkingState(answer)).toBe('refused')
})

test('a state of another session, of another provider, of nobody signed in, or too old is refused', async () => {
  const scope = await proved(world.a.agent)
  const victim = await proved(world.a.owner)
  const state = await asked(scope)
  expect(await redeemLinkingState({ state, provider: 'google', sessionId: victim.sessionId })).toBe('refused')
  expect(await redeemLinkingState({ state, provider: 'google', sessionId: null })).toBe('refused')
  expect(await redeemLinkingState({ state, provider: 'azure-ad', sessionId: scope.sessionId })).toBe(
    'refused',
  )
  await database.query(`UPDATE identity_link SET expires_at = now() - interval '1 second'`)
  expect(await redeemLinkingState({ state, provider: 'google', sessionId: scope.sessionId })).toBe('refused')
})

test('an attempt is tied by its own session, once; a state that was not made for linking is none', async () => {
  const scope = await proved(world.a.agent)
  const other = await proved(world.a.owner)
  const { linkId } = await startLinking(scope, { provider: 'google' })
  const tie = (sessionId: string, provider: string, state: string) =>
    bindLinkingState({ linkId, sessionId, provider, state })
  expect(await tie(other.sessionId, 'google', 'theirs')).toBe(false)
  expect(await tie(scope.sessionId, 'azure-ad', 'wrong')).toBe(false)
  expect(await tie(scope.sessionId, 'google', 'first')).toBe(true)
  expect(await tie(scope.sessionId, 'google', 'second')).toBe(false)
  const plain = { state: 'second', provider: 'google', sessionId: scope.sessionId }
  expect(await redeemLinkingState(plain)).toBeNull()
})

test('a session that ended meanwhile, or a person who left the tenant, links nothing', async () => {
  const scope = await proved(world.a.agent)
  const link = await linkOf(scope)
  await database.query('UPDATE session SET revoked_at = now() WHERE id = $1', [scope.sessionId])
  expect(await finishLinking(link, 'google', claims('s-3'))).toBe('failed')
  const second = await linkOf(await proved(world.a.agent))
  expect(await finishLinking({ ...second, tenantSlug: 'beta' }, 'google', claims('s-3'))).toBe('failed')
  expect(await countOf('user_identity')).toBe(0)
})

test('an identity that is somebody else’s stays his, and the answer does not say whose', async () => {
  await finishLinking(await linkOf(await proved(world.a.owner)), 'google', claims('owners'))
  const scope = await proved(world.a.agent)
  expect(await finishLinking(await linkOf(scope), 'google', claims('owners'))).toBe('taken')
  expect(await signInWithIdentity(issuer, 'owners')).toBe(world.a.owner.actor.userId)
  expect(await listOwnIdentities(scope)).toEqual([])
})

test('an address that the provider has not seen to be the person’s own links nothing', async () => {
  const scope = await proved(world.a.agent)
  for (const verified of [{ email_verified: false }, {}, { email_verified: 'true' }])
    expect(await finishLinking(await linkOf(scope), 'google', claims('s-4', verified))).toBe('unverified')
  expect(await countOf('user_identity')).toBe(0)
})

test('Microsoft’s identities are those of their own organization, whatever address it wrote', async () => {
  const scope = await proved(world.a.agent)
  const tid = '9b2c1a6e-0000-4000-8000-000000000001'
  const iss = `https://login.microsoftonline.com/${tid}/v2.0`
  const told = { iss, tid, sub: 'm-1', email: 'owner@alpha.test' }
  const foreign = { ...told, iss: 'https://login.microsoftonline.com/common/v2.0' }
  expect(await finishLinking(await linkOf(scope, 'azure-ad'), 'azure-ad', foreign)).toBe('failed')
  expect(await finishLinking(await linkOf(scope, 'azure-ad'), 'azure-ad', told)).toBe('linked')
  expect(await signInWithIdentity(iss, 'm-1')).toBe(scope.actor.userId)
  expect(await signInWithIdentity(iss.replace(tid, `${tid.slice(0, -1)}2`), 'm-1')).toBeNull()
})

test('the last way in cannot be unlinked, by one or by two at once', async () => {
  const { userId } = world.a.shared.actor
  const scope = await proved(world.a.shared)
  for (const sub of ['one', 'two']) await finishLinking(await linkOf(scope), 'google', claims(sub))
  // A sign-in of a moment ago is the proof of a person without a password.
  await database.query('UPDATE app_user SET password_hash = NULL WHERE id = $1', [userId])
  const identities = await listOwnIdentities(scope)
  const tries = identities.map(({ id }) =>
    unlinkIdentity(scope, UnlinkIdentityInput.parse({ identityId: id })),
  )
  const answers = await Promise.allSettled(tries)
  expect(answers.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(answers.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'last_way_in' })
  expect(await listOwnIdentities(scope)).toHaveLength(1)
})

test('somebody else’s identity is not there to be unlinked', async () => {
  await finishLinking(await linkOf(await proved(world.a.owner)), 'google', claims('theirs'))
  const [row] = await database.query<{ id: string }>('SELECT id FROM user_identity')
  const scope = await proved(world.b.agent)
  const unlinking = unlinkIdentity(scope, UnlinkIdentityInput.parse({ identityId: row?.id }))
  await expect(unlinking).rejects.toMatchObject({ code: 'not_found' })
  expect(await countOf('user_identity')).toBe(1)
})

test('a provider’s answer to a linking makes no session, not even of the identity’s owner', async () => {
  await finishLinking(await linkOf(await proved(world.a.owner)), 'google', claims('owners-own'))
  const scope = await proved(world.a.agent)
  const before = await countOf('session')
  const { callbacks } = nextAuthOptions({ clientAddress: '', userAgent: '' }, await linkOf(scope))
  const account = { provider: 'google', type: 'oauth', providerAccountId: 's' } as const
  const profile = claims('owners-own')
  expect(await callbacks?.signIn?.({ user: { id: 's' }, account, profile })).toBe(
    '/t/alpha/settings/sessions?linking=taken',
  )
  expect(await countOf('session')).toBe(before)
})
