import type { ClientBase } from 'pg'
import { hashPassword } from '@/lib/access/passwords'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import type { Env } from '@/lib/env'
import { acme } from './acme'
import demo from './demo.json'
import { globex } from './globex'
import { demoId, insertRows } from './rows'
import { seedTenant } from './seed-tenant'
import { tellTickets } from './tell-tickets'

const marker = 'demo_data'

/**
 * Fills an empty installation with two firms that look alike, so that a newcomer has something to see. One
 * transaction, told by a marker; ids are the same on every machine. Run by the owner of the database.
 *
 * @returns false when the demo data is there already
 */
export async function seedDemo(owner: ClientBase, env: Env): Promise<boolean> {
  const { rowCount } = await owner.query('SELECT FROM installation WHERE key = $1', [marker])
  if (rowCount) return false
  const at = new Date()
  const blobs = createBlobStore(env.BLOBS)
  const passwordHash = await hashPassword(demo.password)
  // Before the transaction: files are named by their content, and mails need time to be composed.
  const stories = await Promise.all(
    [acme, globex].map(async (tenant) => ({ tenant, story: await tellTickets(tenant, env, blobs, at) })),
  )
  await owner.query('BEGIN')
  try {
    await insertRows(
      owner,
      'app_user',
      demo.people.map(({ key, email, name }) => ({
        id: demoId(`user ${key}`),
        email,
        name,
        password_hash: passwordHash,
        created_at: at,
      })),
    )
    for (const { tenant, story } of stories) await seedTenant(owner, env, tenant, story, at)
    await owner.query('INSERT INTO installation (key, value) VALUES ($1, $2)', [marker, at.toISOString()])
    await owner.query('COMMIT')
    return true
  } catch (error) {
    await owner.query('ROLLBACK')
    throw error
  }
}
