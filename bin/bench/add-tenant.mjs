import pg from 'pg'

/**
 * A further tenant, set up like one that is there: the same queues, states, types, channel, mailbox and members, with
 * creation addresses of its own (`<slug>.` before the model's). Needs a superuser.
 *
 * @param {{ databaseUrl: string, slug: string, like: string }} wish
 */
export async function addTenant({ databaseUrl, slug, like }) {
  await inTransaction(databaseUrl, async (client) => {
    const { rows } = await client.query(
      `INSERT INTO tenant (id, slug, name, locale, storage_quota_bytes)
        SELECT ${newId('id', '$1')}, $1, name || ' ' || $1, locale, storage_quota_bytes FROM tenant WHERE slug = $2
        RETURNING id, (SELECT id FROM tenant WHERE slug = $2) AS model`,
      [slug, like],
    )
    if (rows.length === 0) throw new Error(`there is no tenant "${like}"`)
    const [{ id, model }] = rows
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [id])
    for (const [table, columns, expressions = columns] of copied) {
      await client.query(
        `INSERT INTO ${table} (id, ${columns}) SELECT ${newId('id', '$1::text')}, ${expressions} FROM ${table}
          WHERE tenant_id = $2 AND $1::text IS NOT NULL`,
        [slug, model],
      )
    }
  })
}

/**
 * People who may sign in with the password of one who is there, as agents of these tenants.
 *
 * @param {{ databaseUrl: string, like: string, tenants: string[], count: number }} wish `like`: that person's address
 * @returns {Promise<string[]>} their addresses
 */
export async function addAgents({ databaseUrl, like, tenants, count }) {
  return inTransaction(databaseUrl, async (client) => {
    const { rows } = await client.query(
      `INSERT INTO app_user (id, email, name, password_hash, locale)
        SELECT gen_random_uuid(), 'agent' || n || '.' || email, name || ' ' || n, password_hash, locale
        FROM app_user, generate_series(1, $2::int) n WHERE email = $1 RETURNING id, email, name`,
      [like, count],
    )
    await client.query(
      `INSERT INTO membership (id, tenant_id, user_id, role, display_name)
        SELECT gen_random_uuid(), t.id, u.id, 'agent', u.name
        FROM tenant t, app_user u WHERE t.slug = ANY($1::text[]) AND u.id = ANY($2::uuid[])`,
      [tenants, rows.map(({ id }) => id)],
    )
    return rows.map(({ email }) => email)
  })
}

/** The copy's id of a row of the model: what one copied row says of another stays true. */
const newId = (column, slug) =>
  `overlay(overlay(md5(${slug} || ${column}::text) placing '8' from 13) placing '8' from 17)::uuid`

/** Table and columns, and what the copy has in them when it is not the same. */
const copied = [
  [
    'outbound_channel',
    'kind, name, from_name, from_address, is_default',
    `kind, name, from_name, $1 || '.' || from_address, is_default`,
  ],
  ['queue', 'name, hue, position, reopen_policy, reopen_days'],
  ['ticket_state', 'name, description, hue, phase, is_default_opening, position'],
  ['ticket_type', 'name, hue, position'],
  [
    'mailbox',
    'kind, name, conversion, default_queue_id, is_confirmation_on',
    `kind, name, conversion, ${newId('default_queue_id', '$1')}, is_confirmation_on`,
  ],
  [
    'creation_address',
    'mailbox_id, queue_id, address',
    `${newId('mailbox_id', '$1')}, ${newId('queue_id', '$1')}, $1 || '.' || address`,
  ],
  ['blocked_address', 'address_key, reason', `$1 || '.' || address_key, reason`],
  ['membership', 'user_id, role, display_name'],
]

async function inTransaction(databaseUrl, work) {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'add tenant' })
  await client.connect()
  try {
    await client.query('BEGIN')
    const value = await work(client)
    await client.query('COMMIT')
    return value
  } finally {
    await client.end()
  }
}
