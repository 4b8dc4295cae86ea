import type { ClientBase } from 'pg'
import type { Env } from '@/lib/env'
import demo from './demo.json'
import { insertRows } from './rows'
import type { Story } from './tell-tickets'
import { idsOf } from './tenant-ids'
import type { DemoTenant } from './types'

/** One firm with everything it has, in the caller's transaction. */
export async function seedTenant(
  owner: ClientBase,
  env: Env,
  tenant: DemoTenant,
  story: Story,
  at: Date,
): Promise<void> {
  const ids = idsOf(tenant.slug)
  await insertTenantRow(owner, tenant, ids.tenant, at)
  // From here on as the application: what its policies refuse, the demo must not do either.
  await owner.query('SET LOCAL ROLE postino_app')
  await owner.query(`SELECT set_config('app.tenant_id', $1, true)`, [ids.tenant])
  await seedSettings(owner, env, tenant)
  await seedPeople(owner, tenant)
  for (const [table, rows] of story.tables) await insertRows(owner, table, rows)
  await insertRows(owner, 'ticket_counter', [{ last_number: tenant.tickets.length }])
  await insertRows(owner, 'tenant_usage', [{ stored_bytes: story.storedBytes }])
  await owner.query('RESET ROLE')
}

/**
 * No role may make a tenant but a superuser: the policies are forced upon the owner too. An owner who is none
 * lifts that for this one row; the transaction puts it back.
 */
async function insertTenantRow(owner: ClientBase, tenant: DemoTenant, id: string, at: Date): Promise<void> {
  await owner.query('ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY')
  await insertRows(owner, 'tenant', [
    {
      id,
      slug: tenant.slug,
      name: tenant.name,
      locale: tenant.locale,
      status: 'active',
      storage_quota_bytes: 53_687_091_200,
      hourly_mail_limit: 20_000,
      attach_unknown_to_house: false,
      created_at: at,
    },
  ])
  await owner.query('ALTER TABLE tenant FORCE ROW LEVEL SECURITY')
}

async function seedSettings(db: ClientBase, env: Env, tenant: DemoTenant): Promise<void> {
  const ids = idsOf(tenant.slug)
  const addresses = addressesOf(tenant.slug, env)
  await insertRows(db, 'outbound_channel', [
    {
      id: ids.channel,
      kind: 'system',
      name: tenant.channel.fromName,
      from_name: tenant.channel.fromName,
      from_address: tenant.channel.fromAddress,
      is_default: true,
    },
  ])
  await insertRows(
    db,
    'queue',
    tenant.queues.map(({ name, hue }, position) => ({
      id: ids.queue(name),
      name,
      hue,
      position,
      reopen_days: 30,
      reopen_policy: 'reopen',
    })),
  )
  await insertRows(
    db,
    'ticket_state',
    tenant.states.map(({ name, hue, phase }, position) => ({
      id: ids.state(name),
      name,
      description: '',
      hue,
      phase,
      is_default_opening: position === 0,
      position,
    })),
  )
  await insertRows(
    db,
    'ticket_type',
    tenant.types.map(({ name, hue }, position) => ({ id: ids.type(name), name, hue, position })),
  )
  await insertRows(db, 'mailbox', [
    {
      id: ids.mailbox,
      kind: 'forwarding',
      name: tenant.mailboxName,
      conversion: 'automatic',
      default_queue_id: ids.queue(tenant.queues[0]?.name ?? ''),
      is_confirmation_on: true,
    },
  ])
  await insertRows(
    db,
    'creation_address',
    addresses.map(({ queue, address }) => ({
      id: ids.creationAddress(queue),
      mailbox_id: ids.mailbox,
      queue_id: ids.queue(queue),
      address,
    })),
  )
  await insertRows(
    db,
    'blocked_address',
    [tenant.channel.fromAddress, ...addresses.map(({ address }) => address)].map((address_key) => ({
      id: ids.blocked(address_key),
      address_key,
      reason: 'own_address',
    })),
  )
}

async function seedPeople(db: ClientBase, tenant: DemoTenant): Promise<void> {
  const ids = idsOf(tenant.slug)
  await insertRows(
    db,
    'membership',
    tenant.members.map(({ person, role, displayName }) => ({
      id: ids.member(person),
      user_id: ids.user(person),
      role,
      display_name: displayName,
    })),
  )
  await insertRows(
    db,
    'organization',
    tenant.organizations.map(({ name, isHouse = false }) => ({
      id: ids.organization(name),
      name,
      is_house: isHouse,
    })),
  )
  const customers = Object.entries(tenant.customers)
  await insertRows(
    db,
    'customer',
    customers.map(([key, customer]) => ({
      id: ids.customer(key),
      organization_id: customer.organization ? ids.organization(customer.organization) : null,
      name: customer.name,
      registered_at: customer.isRegistered === false ? null : new Date(),
    })),
  )
  await insertRows(
    db,
    'customer_address',
    customers.map(([key, { address }]) => ({
      id: ids.address(key),
      customer_id: ids.customer(key),
      address,
      address_key: address.toLowerCase(),
      is_primary: true,
    })),
  )
}

/** A firm's creation addresses, as demo.json and INBOUND_DOMAIN make them. */
export function addressesOf(slug: string, env: Env): { queue: string; address: string }[] {
  const found = demo.tenants.find((tenant) => tenant.slug === slug)
  return (found?.addresses ?? []).map(({ queue, local }) => ({
    queue,
    address: `${local}@${env.INBOUND_DOMAIN}`.toLowerCase(),
  }))
}
