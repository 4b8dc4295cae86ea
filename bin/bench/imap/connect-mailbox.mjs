import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { readSealingKeys } from '../../../lib/adapters/key-file/read-sealing-keys.ts'
import { sealSecret } from '../../../lib/credentials/seal-secret.ts'

/**
 * Connects a tenant to a mailbox as its settings page does, and waits until a worker listens there. To be run by tsx.
 *
 * @param {{ databaseUrl: string, secret: string, slug: string }} product the owner's connection, POSTINO_SECRET, whose
 * @param {{ host: string, port: number, user: string, password: string, address: string }} account without encryption
 * @returns {Promise<string>} the mailbox's id
 */
export async function connectMailbox({ databaseUrl, secret, slug }, account) {
  const keys = readSealingKeys({ KEY_FILE: undefined, POSTINO_SECRET: secret, POSTINO_OLD_SECRETS: [] })
  const [mailboxId, credentialId] = [randomUUID(), randomUUID()]
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const {
      rows: [tenant],
    } = await client.query(
      'SELECT t.id, q.id AS queue FROM tenant t JOIN queue q ON q.tenant_id = t.id WHERE t.slug = $1 LIMIT 1',
      [slug],
    )
    const place = { tenantId: tenant.id, id: credentialId }
    const { sealed, keyId } = sealSecret({ kind: 'password', password: account.password }, place, keys)
    await client.query(
      `INSERT INTO credential (id, tenant_id, kind, provider, account, sealed, key_id)
       VALUES ($1, $2, 'password', 'other', $3, $4, $5)`,
      [credentialId, tenant.id, account.user, Buffer.from(sealed), keyId],
    )
    await client.query(
      `INSERT INTO mailbox (id, tenant_id, kind, name, default_queue_id) VALUES ($1, $2, 'imap', $3, $4)`,
      [mailboxId, tenant.id, account.address, tenant.queue],
    )
    await client.query(
      `INSERT INTO mailbox_connection (mailbox_id, tenant_id, credential_id, address, host, port, encryption, username)
       VALUES ($1, $2, $3, $4, $5, $6, 'none', $7)`,
      [mailboxId, tenant.id, credentialId, account.address, account.host, account.port, account.user],
    )
    await untilListening(client, mailboxId)
    return mailboxId
  } finally {
    await client.end()
  }
}

async function untilListening(client, mailboxId) {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 100) {
    const { rows } = await client.query(
      'SELECT state, is_idle FROM mailbox_connection WHERE mailbox_id = $1',
      [mailboxId],
    )
    if (rows[0]?.is_idle) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no worker listens at the mailbox')
}
