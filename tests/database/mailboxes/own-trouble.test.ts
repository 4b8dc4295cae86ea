import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { listBreaks } from '@/lib/alarms/store'
import { rotateCredentialKeys } from '@/lib/credentials/rotate-credential-keys'
import { withTenant } from '@/lib/db/with-tenant'
import { systemScope } from '@/lib/tenancy/scope'
import { testEnv } from '../../support/env'
import { connect, database, rig, setUpMailboxes, world } from './mailbox-setup'
import { startLoop, until, visit } from './mailbox-world'

/** Mailboxes that cannot be opened through no fault of server or password. */
setUpMailboxes()

test.each([
  ['whose key is missing', `UPDATE credential SET key_id = 'gone' WHERE id = $1`],
  [
    'whose key is another one',
    `UPDATE credential SET sealed = overlay(sealed PLACING '\\x00' FROM 20) WHERE id = $1`,
  ],
])('a mailbox %s says so, and its administrators are told', async (_, change) => {
  const mailbox = await connect()
  await database.query(change, [mailbox.credentialId])
  const loop = startLoop(rig, [world.a])
  try {
    await until(async () => {
      const [row] = await database.query<{ state: string }>(
        'SELECT state FROM mailbox_connection WHERE mailbox_id = $1',
        [mailbox.mailboxId],
      )
      return row?.state === 'misconfigured'
    })
  } finally {
    await loop.stop()
  }
  const breaks = await withTenant(systemScope(world.a.tenantId, 'test'), listBreaks)
  expect(breaks).toContainEqual(
    expect.objectContaining({ kind: 'mailbox', subjectId: mailbox.mailboxId, word: 'misconfigured' }),
  )
})

test('keys that change beside a running worker keep no mailbox closed', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'postino-keys-')), 'keys')
  const lineOf = (id: string) => `${id} ${Buffer.alloc(32, id).toString('base64url')}\n`
  const env = { ...testEnv, KEY_FILE: file, POSTINO_OLD_SECRETS: [] }
  writeFileSync(file, lineOf('old'))
  chmodSync(file, 0o600)
  const running = { ...rig, credentials: { keys: readSealingKeys(env) } }
  const mailbox = await connect({}, world.b)
  await visit(running, world.b, mailbox)

  writeFileSync(file, `${lineOf('new')}${lineOf('old')}`)
  await rotateCredentialKeys(systemScope(world.b.tenantId, 'test'), readSealingKeys(env))
  const keyOf = 'SELECT key_id FROM credential WHERE id = $1'
  expect(await database.query(keyOf, [mailbox.credentialId])).toEqual([{ key_id: 'new' }])
  await expect(visit(running, world.b, mailbox)).resolves.toMatchObject({ kept: 0 })
})
