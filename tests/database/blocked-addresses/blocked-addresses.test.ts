import { expect, test } from 'vitest'
import { blockAddress } from '@/lib/blocked-addresses/block-address'
import { BlockedAddressId } from '@/lib/blocked-addresses/inputs'
import { listBlockedAddresses } from '@/lib/blocked-addresses/list-blocked-addresses'
import { blockOwnAddress } from '@/lib/blocked-addresses/store'
import { unblockAddress } from '@/lib/blocked-addresses/unblock-address'
import { testChannel } from '@/lib/channels/test-channel'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import { systemScope } from '@/lib/tenancy/scope'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'
import { getTestTicket, insertTestMessage, insertTestTicket } from '../../support/tickets'
import type { TenantWorld } from '../../support/world'

setUpIngest()

const idOf = async (tenant: TenantWorld, address: string) => {
  const [row] = await database.query<{ id: string }>(
    'SELECT id FROM blocked_address WHERE tenant_id = $1 AND address_key = $2',
    [tenant.tenantId, address],
  )
  return BlockedAddressId.parse(row?.id)
}
const unblock = async (tenant: TenantWorld, address: string) =>
  unblockAddress(tenant.owner, { blockedAddressId: await idOf(tenant, address) })
const auditOf = (tenant: TenantWorld) =>
  database.query(
    `SELECT action, actor_id, details FROM audit_entry
     WHERE tenant_id = $1 AND action LIKE 'address\\_%' ORDER BY at, id`,
    [tenant.tenantId],
  )
const confirmationsTo = (address: string) =>
  database.query<{ id: string; state: string; trouble: string | null }>(
    `SELECT id, state, trouble FROM outbound_mail WHERE recipients->0->>'address' = $1`,
    [address],
  )

test('a customer who is blocked gets no reply, and one who is taken off the list gets one', async () => {
  const { ticketId, number } = await insertTestTicket(world.a)
  await insertTestMessage(world.a, ticketId, {})
  const planOf = async () => (await getTestTicket(world.a, number)).replyPlan
  expect(await blockAddress(world.a.owner, { address: 'Maria@Customer.example' })).toEqual({
    address: 'maria@customer.example',
  })
  expect(await planOf()).toEqual({ ok: false, code: 'recipient_blocked' })
  await unblock(world.a, 'maria@customer.example')
  expect(await planOf()).toMatchObject({ ok: true })
  const by = { actor_id: world.a.owner.actor.membershipId, details: { address: 'maria@customer.example' } }
  expect(await auditOf(world.a)).toEqual([
    { action: 'address_blocked', ...by },
    { action: 'address_unblocked', ...by },
  ])
})

test('mail from a blocked address becomes a ticket, is not confirmed, and says why', async () => {
  await blockAddress(world.a.owner, { address: 'robot@loop.example' })
  await pipeline.deliver(world.a, mailText({ From: 'robot@loop.example', Subject: 'Machine' }))
  const tickets = await database.query('SELECT 1 FROM ticket WHERE tenant_id = $1 AND subject = $2', [
    world.a.tenantId,
    'Machine',
  ])
  expect(tickets.length).toBe(1)
  expect(await confirmationsTo('robot@loop.example')).toEqual([])
  const [kept] = await database.query<{ trail: string }>(
    `SELECT trail::text FROM raw_mail WHERE tenant_id = $1 AND subject = 'Machine'`,
    [world.a.tenantId],
  )
  expect(kept?.trail).toContain('own-or-blocked-address')
})

test('what waits to leave for an address that is blocked now is suppressed with its reason', async () => {
  await pipeline.deliver(world.a, mailText({ From: 'late@loop.example', Subject: 'Late' }))
  const [mail] = await confirmationsTo('late@loop.example')
  await blockAddress(world.a.owner, { address: 'late@loop.example' })
  const senderFor = () => ({
    send: () => Promise.reject(new Error('somebody tried to send to a blocked address')),
  })
  await deliverDueMails(
    systemScope(world.a.tenantId, 'test'),
    { senderFor, credentials: { keys: { current: { id: 'k', bytes: new Uint8Array(32) }, all: [] } } },
    { only: [mail?.id ?? ''] },
  )
  expect(await confirmationsTo('late@loop.example')).toEqual([
    { id: mail?.id, state: 'suppressed', trouble: 'recipient_blocked' },
  ])
})

test('a test mail goes to no listed address either', async () => {
  await blockAddress(world.a.owner, { address: 'owner@alpha.test' })
  const input = { channelId: world.a.channelId, withMail: true } as Parameters<typeof testChannel>[1]
  await expect(testChannel(world.a.owner, input)).rejects.toMatchObject({ code: 'recipient_blocked' })
  await unblock(world.a, 'owner@alpha.test')
  await expect(testChannel(world.a.owner, input)).resolves.toMatchObject({})
})

test('what is no address is refused, and the same address twice is one', async () => {
  await expect(blockAddress(world.a.owner, { address: 'nobody' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: ['address'] },
  })
  const before = (await auditOf(world.a)).length
  await blockAddress(world.a.owner, { address: 'twice@loop.example' })
  await blockAddress(world.a.owner, { address: 'TWICE@loop.example' })
  expect((await auditOf(world.a)).length).toBe(before + 1)
})

test('our own addresses are on the list and stay there', async () => {
  const { items } = await listBlockedAddresses(world.a.owner, {})
  expect(items.filter(({ isOwn }) => isOwn).map(({ address }) => address)).toEqual(
    [world.a.creationAddress, world.a.channelAddress].sort(),
  )
  await expect(unblock(world.a, world.a.channelAddress)).rejects.toMatchObject({ code: 'own_address' })
  expect(await idOf(world.a, world.a.channelAddress)).toBeTruthy()
})

test('an address that was listed by hand and becomes our own counts as ours', async () => {
  await blockAddress(world.a.owner, { address: 'desk@alpha.test' })
  await withTenant(world.a.owner, (db) => blockOwnAddress(db, newId(), 'desk@alpha.test'))
  const { items } = await listBlockedAddresses(world.a.owner, {})
  expect(items.find(({ address }) => address === 'desk@alpha.test')).toMatchObject({ isOwn: true })
  // By hand again, it stays what it is.
  await blockAddress(world.a.owner, { address: 'desk@alpha.test' })
  await expect(unblock(world.a, 'desk@alpha.test')).rejects.toMatchObject({ code: 'own_address' })
})

test('another tenant’s list is its own', async () => {
  await blockAddress(world.b.owner, { address: 'only-b@loop.example' })
  const ofA = (await listBlockedAddresses(world.a.owner, {})).items
  expect(ofA.map(({ address }) => address)).not.toContain('only-b@loop.example')
  const blockedAddressId = await idOf(world.b, 'only-b@loop.example')
  await expect(unblockAddress(world.a.owner, { blockedAddressId })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a long list comes in pages, each address once and in order', async () => {
  for (let index = 0; index < 60; index++)
    await blockAddress(world.b.owner, { address: `robot${String(index).padStart(2, '0')}@pages.example` })
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof listBlockedAddresses>> = await listBlockedAddresses(world.b.owner, {
      after,
    })
    expect(page.items.length).toBeLessThanOrEqual(50)
    seen.push(...page.items.map(({ address }) => address))
    after = page.next
  }
  const robots = seen.filter((address) => address.endsWith('@pages.example'))
  expect(robots).toEqual([...robots].sort())
  expect(new Set(seen).size).toBe(seen.length)
  expect(robots.length).toBe(60)
})
