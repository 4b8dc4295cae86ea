import { beforeAll, expect, test } from 'vitest'
import { RevokeSessionInput } from '@/lib/access/inputs'
import { listOwnSessions } from '@/lib/access/list-own-sessions'
import { readSession } from '@/lib/access/read-session'
import { revokeOwnSession } from '@/lib/access/revoke-own-session'
import type { AgentScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { signIn } from './support/request'

const database = testDatabase()
let world: World

beforeAll(async () => {
  world = await createWorld(database)
})

const at = (scope: AgentScope, sessionId: string): AgentScope => ({ ...scope, sessionId })
const revoke = (scope: AgentScope, sessionId: string) =>
  revokeOwnSession(scope, RevokeSessionInput.parse({ sessionId }))

test('a person sees his own sign-ins that are still good, the one in use marked', async () => {
  const here = await signIn(world.a.agent)
  const elsewhere = await signIn(world.a.agent)
  const ended = await signIn(world.a.agent)
  await signIn(world.b.agent)
  await revoke(world.a.agent, ended.sessionId)
  const sessions = await listOwnSessions(at(world.a.agent, here.sessionId))
  expect(new Map(sessions.map((session) => [session.id, session.isCurrent]))).toEqual(
    new Map([
      [here.sessionId, true],
      [elsewhere.sessionId, false],
    ]),
  )
})

test('ending a sign-in ends it at its next request', async () => {
  const browser = await signIn(world.a.owner)
  expect(await readSession(browser.sessionId)).toMatchObject({ user: { id: world.a.owner.actor.userId } })
  await revoke(world.a.owner, browser.sessionId)
  expect(await readSession(browser.sessionId)).toBeNull()
})

test("somebody else's sign-in, an ended one and one that never was are the same not-found", async () => {
  const theirs = await signIn(world.b.agent)
  await expect(revoke(world.a.agent, theirs.sessionId)).rejects.toMatchObject({ code: 'not_found' })
  expect(await readSession(theirs.sessionId)).not.toBeNull()
  await revoke(world.b.agent, theirs.sessionId)
  await expect(revoke(world.b.agent, theirs.sessionId)).rejects.toMatchObject({ code: 'not_found' })
})
