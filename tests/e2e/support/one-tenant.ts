import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { newId } from '@/lib/ids'

/** The least that can work: a firm with one agent, one queue and one address, and nothing in it. */
export const oneTenant = {
  slug: 'solo',
  email: 'ada@solo.example',
  password: 'one agent and one queue',
  channelAddress: 'support@solo.example',
  creationAddress: 'solo.support-c4k7mp@in.postino.localhost',
}

export async function insertOneTenant(databaseUrl: string): Promise<void> {
  const [tenant, user, queue, mailbox] = [newId(), newId(), newId(), newId()]
  const { slug, email, password, channelAddress, creationAddress } = oneTenant
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    const marks = names.map((_, index) => `$${index + 1}`)
    return client.query(`INSERT INTO ${table} (${names}) VALUES (${marks})`, Object.values(row))
  }
  const tenant_id = tenant
  try {
    await insert('tenant', { id: tenant, slug, name: 'Solo', locale: 'en' })
    await insert('app_user', {
      id: user,
      email,
      name: 'Ada',
      locale: 'en',
      password_hash: await hash(password),
    })
    await insert('membership', { id: newId(), tenant_id, user_id: user, role: 'owner', display_name: 'Ada' })
    await insert('ticket_counter', { tenant_id })
    await insert('tenant_usage', { tenant_id })
    await insert('outbound_channel', {
      ...{ id: newId(), tenant_id, kind: 'system', name: 'Mail', is_default: true },
      ...{ from_name: 'Solo Support', from_address: channelAddress },
    })
    await insert('queue', { id: queue, tenant_id, name: 'Support', hue: 0, position: 0 })
    for (const [position, phase] of ['opening', 'working', 'waiting', 'closing'].entries()) {
      const isDefault = phase === 'opening'
      await insert('ticket_state', {
        ...{ id: newId(), tenant_id, name: `Is ${phase}`, hue: position, phase, position },
        is_default_opening: isDefault,
      })
    }
    await insert('mailbox', {
      id: mailbox,
      tenant_id,
      kind: 'forwarding',
      name: 'Support',
      default_queue_id: queue,
    })
    await insert('creation_address', {
      id: newId(),
      tenant_id,
      mailbox_id: mailbox,
      address: creationAddress,
    })
    for (const address_key of [channelAddress, creationAddress]) {
      await insert('blocked_address', { id: newId(), tenant_id, address_key, reason: 'own_address' })
    }
  } finally {
    await client.end()
  }
}
