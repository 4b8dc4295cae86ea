import { beforeAll, describe, expect, test } from 'vitest'
import * as door from '@/lib/db/system'
import * as people from '@/lib/db/system-users'
import * as workers from '@/lib/db/system-workers'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { recordEvents } from '@/lib/outbox/record-events'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'

const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

describe('who belongs where', () => {
  test('a person of two tenants is a different member in each', async () => {
    const { userId } = world.a.shared.actor
    const inA = await door.findMembership(userId, 'alpha')
    const inB = await door.findMembership(userId, 'beta')
    expect(inA).toMatchObject({
      membershipId: world.a.shared.actor.membershipId,
      tenant: { id: world.a.tenantId },
    })
    expect(inB).toMatchObject({
      membershipId: world.b.shared.actor.membershipId,
      tenant: { id: world.b.tenantId },
    })
    expect((await door.listMembershipsOfUser(userId)).map((member) => member.tenant.slug).sort()).toEqual([
      'alpha',
      'beta',
    ])
  })

  test('a stranger and a deactivated member are nobody', async () => {
    expect(await door.findMembership(world.a.owner.actor.userId, 'beta')).toBeNull()
    await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [
      world.a.agent.actor.membershipId,
    ])
    expect(await door.findMembership(world.a.agent.actor.userId, 'alpha')).toBeNull()
    expect(await door.listMembershipsOfUser(world.a.agent.actor.userId)).toEqual([])
  })

  test('a tenant is found by its slug, and only by it', async () => {
    expect(await door.findTenantBySlug('beta')).toMatchObject({ id: world.b.tenantId, isSuspended: false })
    expect(await door.findTenantBySlug('BETA')).toBeNull()
  })
})

describe('where mail belongs', () => {
  test('an address names its tenant and mailbox whatever its case', async () => {
    const found = await door.findCreationAddress(world.b.creationAddress.toUpperCase())
    expect(found).toEqual({
      tenantId: world.b.tenantId,
      mailboxId: world.b.mailboxId,
      creationAddressId: world.b.creationAddressId,
      isPaused: false,
      isSuspended: false,
      isOverQuota: false,
      hourlyMailLimit: expect.any(Number),
    })
  })

  test('a disabled address is unknown, a paused mailbox says so', async () => {
    await database.query('UPDATE mailbox SET paused_at = now() WHERE id = $1', [world.b.mailboxId])
    expect((await door.findCreationAddress(world.b.creationAddress))?.isPaused).toBe(true)
    await database.query('UPDATE creation_address SET disabled_at = now() WHERE id = $1', [
      world.b.creationAddressId,
    ])
    expect(await door.findCreationAddress(world.b.creationAddress)).toBeNull()
  })

  test("every tenant's addresses are our own, a customer's is not", async () => {
    expect(await door.isOwnAddress(world.a.creationAddress)).toBe(true)
    expect(await door.isOwnAddress(world.b.channelAddress)).toBe(true)
    expect(await door.isOwnAddress(world.a.customerAddress)).toBe(false)
  })

  test('usage and limits are read together', async () => {
    await database.query('UPDATE tenant_usage SET stored_bytes = 5 WHERE tenant_id = $1', [world.a.tenantId])
    expect(await door.findTenantUsage(world.a.tenantId)).toMatchObject({
      storedBytes: 5n,
      isSuspended: false,
    })
    expect(await door.findTenantUsage(newId())).toBeNull()
  })

  test('only tenants whose kept mail is due are listed', async () => {
    const keep = (tenant: World['a'], nextAttemptAt: string, sha256: string) =>
      database.query(
        `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, size_bytes, sha256, received_at, next_attempt_at)
         VALUES ($1, $2, $3, 'smtp', 1, $4, now(), now() + $5::interval)`,
        [newId(), tenant.tenantId, tenant.mailboxId, sha256, nextAttemptAt],
      )
    await keep(world.a, '1 hour', 'later')
    await keep(world.b, '-1 second', 'due')
    await keep(world.b, '-1 second', 'due too')
    expect(await door.listTenantsWithWaitingMail(10)).toEqual([world.b.tenantId])
  })
})

describe('the outbox', () => {
  const record = (tenant: World['a'], coalesceKey?: string) =>
    withTenant(tenant.owner, (db) =>
      recordEvents(db, [
        {
          name: 'mail/stored',
          data: { tenantId: tenant.tenantId },
          ...(coalesceKey !== undefined && { coalesceKey }),
        },
      ]),
    )

  test('two workers never take the same fact, and a dead one loses its claim', async () => {
    for (let i = 0; i < 6; i++) await record(i % 2 ? world.a : world.b)
    const [first, second] = await Promise.all([
      door.claimOutboxRows(4, 60_000),
      door.claimOutboxRows(4, 60_000),
    ])
    const taken = [...first, ...second].map((row) => row.id)
    expect(new Set(taken).size).toBe(6)
    expect(taken).toHaveLength(6)
    expect(await door.claimOutboxRows(10, 60_000)).toEqual([])
    await database.query(`UPDATE outbox SET claimed_until = now() - interval '1 second'`)
    expect(await door.claimOutboxRows(10, 60_000)).toHaveLength(6)
    await door.deleteOutboxRows(taken)
    expect(await door.countWaitingOutbox()).toBe(0)
  })

  test('a fact recorded after its twin was taken is not swallowed', async () => {
    await record(world.a, 'stored')
    await record(world.a, 'stored')
    const claimed = await door.claimOutboxRows(10, 60_000)
    expect(claimed).toHaveLength(1)
    await record(world.a, 'stored')
    expect(await door.countWaitingOutbox()).toBe(2)
  })
})

describe('sessions', () => {
  const open = async (userId: string, expiresInMs = 60_000) => {
    const id = newId()
    await people.createSession({
      id,
      userId,
      expiresAt: new Date(Date.now() + expiresInMs),
      userAgent: 'test',
    })
    return id
  }

  test('a revoked, an expired and a disabled person’s session are no sessions', async () => {
    const { userId } = world.b.agent.actor
    const [good, revoked, expired] = [await open(userId), await open(userId), await open(userId, -1)]
    expect(await people.revokeSession(userId, revoked)).toBe(true)
    expect(await people.findSession(good)).toMatchObject({ id: good, user: { id: userId } })
    expect(await people.findSession(revoked)).toBeNull()
    expect(await people.findSession(expired)).toBeNull()
    await database.query('UPDATE app_user SET disabled_at = now() WHERE id = $1', [userId])
    expect(await people.findSession(good)).toBeNull()
  })

  test("nobody ends another person's session", async () => {
    const id = await open(world.a.owner.actor.userId)
    expect(await people.revokeSession(world.b.owner.actor.userId, id)).toBe(false)
    expect(await people.findSession(id)).not.toBeNull()
  })

  test('ending the others keeps the one in use', async () => {
    const { userId } = world.b.owner.actor
    const [kept] = [await open(userId), await open(userId), await open(userId)]
    expect(await people.revokeOtherSessions(userId, kept ?? '')).toBe(2)
    expect((await people.listSessions(userId)).map((session) => session.id)).toEqual([kept])
  })

  test('a person is found by address in any case, and by provider never by address', async () => {
    const found = await people.findUserByEmail(' Owner@BETA.test ')
    expect(found?.id).toBe(world.b.owner.actor.userId)
    expect(await people.findUserByIdentity('https://issuer', 'owner@beta.test')).toBeNull()
  })
})

describe('the installation', () => {
  test('a worker that beats is listed, one that left is not', async () => {
    const startedAt = new Date()
    await workers.writeHeartbeat({ workerId: 'w1', startedAt, parts: { smtp: true } })
    await workers.writeHeartbeat({ workerId: 'w1', startedAt, parts: { smtp: true, executor: true } })
    await workers.writeHeartbeat({ workerId: 'w2', startedAt, parts: {} })
    await workers.deleteHeartbeats({ workerId: 'w2' })
    expect(await workers.listHeartbeats()).toMatchObject([
      { workerId: 'w1', parts: { smtp: true, executor: true } },
    ])
  })

  test('a fact written twice is the last one', async () => {
    await door.writeInstallationFact('demo', 'no')
    await door.writeInstallationFact('demo', 'yes')
    expect(await door.findInstallationFact('demo')).toBe('yes')
    expect(await door.findInstallationFact('other')).toBeNull()
  })
})
