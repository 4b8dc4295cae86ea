import { randomBytes } from 'node:crypto'
import type { Queryable } from './database'

export interface ExecutorKeys {
  /** Secret between executor and functions: signs calls and answers, and is the bearer token of the API. */
  signingKey: string
  /** Who may send events. */
  eventKey: string
}

/** The keys of this installation, made once and kept in the database; every process reads the same. */
export async function readOrCreateKeys(db: Queryable): Promise<ExecutorKeys> {
  await db.query('INSERT INTO executor.keys (name, value) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING', [
    'signing',
    `signkey-prod-${randomBytes(32).toString('hex')}`,
    'event',
    randomBytes(32).toString('base64url'),
  ])
  const rows = await db.query<{ name: string; value: string }>('SELECT name, value FROM executor.keys')
  const values = new Map(rows.map((row) => [row.name, row.value]))
  const signingKey = values.get('signing')
  const eventKey = values.get('event')
  if (signingKey === undefined || eventKey === undefined)
    throw new Error('executor.keys holds no usable keys')
  return { signingKey, eventKey }
}
