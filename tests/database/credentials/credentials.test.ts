import { beforeAll, expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { replaceCredential, storeCredential } from '@/lib/credentials/changes'
import { openCredential } from '@/lib/credentials/open-credential'
import { recordLoginOutcome } from '@/lib/credentials/record-login-outcome'
import { rotateCredentialKeys } from '@/lib/credentials/rotate-credential-keys'
import type { SealingKeys } from '@/lib/credentials/types'
import { withTenant } from '@/lib/db/with-tenant'
import { testDatabase } from '../../support/database'
import { testEnv } from '../../support/env'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
const keys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })
let world: World

beforeAll(async () => {
  world = await createWorld(database)
})

const keep = (password: string, given: SealingKeys = keys, owner = world.a.owner) =>
  withTenant(owner, (db) =>
    storeCredential(
      db,
      owner.tenantId,
      { provider: 'other', account: 'support@alpha.test', secret: { kind: 'password', password } },
      given,
    ),
  )

test('what was stored opens for its tenant, and is not found by another', async () => {
  const credentialId = await keep('correct horse')
  expect(await openCredential(world.a.owner, { credentialId }, { keys })).toEqual({
    kind: 'password',
    user: 'support@alpha.test',
    password: 'correct horse',
  })
  await expect(openCredential(world.b.owner, { credentialId }, { keys })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('the sealed bytes of one row do not open in another, even for who can write the database', async () => {
  const [one, two] = [await keep('first'), await keep('second')]
  await database.query(
    'UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE id = $1) WHERE id = $2',
    [one, two],
  )
  await expect(openCredential(world.a.owner, { credentialId: two }, { keys })).rejects.toThrow()
})

test('after three refusals in a row nobody tries any more, until there is another secret', async () => {
  const credentialId = await keep('wrong')
  const refuse = () =>
    recordLoginOutcome(world.a.owner, { credentialId, outcome: 'refused', word: 'password_refused' })
  expect(await refuse()).toEqual({ hasStopped: false })
  await recordLoginOutcome(world.a.owner, { credentialId, outcome: 'accepted' })
  expect([await refuse(), await refuse(), await refuse(), await refuse()]).toEqual(
    [false, false, true, false].map((hasStopped) => ({ hasStopped })),
  )
  await expect(openCredential(world.a.owner, { credentialId }, { keys })).rejects.toMatchObject({
    code: 'credential_refused',
  })
  await withTenant(world.a.owner, (db) =>
    replaceCredential(
      db,
      world.a.tenantId,
      { credentialId, account: 'new@alpha.test', secret: { kind: 'password', password: 'right' } },
      keys,
    ),
  )
  expect(await openCredential(world.a.owner, { credentialId }, { keys })).toMatchObject({
    user: 'new@alpha.test',
    password: 'right',
  })
})

test('a new key seals every secret anew; after that the old key is not needed', async () => {
  const credentialId = await keep('kept over the change')
  const next = { POSTINO_SECRET: 'another secret, as long as it must be', KEY_FILE: undefined }
  const both = readSealingKeys({ ...next, POSTINO_OLD_SECRETS: [testEnv.POSTINO_SECRET] })
  const broken = await database.query('DELETE FROM credential WHERE id <> $1 RETURNING id', [credentialId])
  expect(broken.length).toBeGreaterThan(0)
  for (let i = 0; i < 120; i++) await keep(`secret ${i}`)
  const theirs = await keep('of the other tenant', keys, world.b.owner)
  expect(await rotateCredentialKeys(world.a.owner, both)).toBe(121)
  expect(await rotateCredentialKeys(world.a.owner, both)).toBe(0)
  const onlyNew = { keys: readSealingKeys({ ...next, POSTINO_OLD_SECRETS: [] }) }
  expect(await openCredential(world.a.owner, { credentialId }, onlyNew)).toMatchObject({
    password: 'kept over the change',
  })
  expect(await openCredential(world.b.owner, { credentialId: theirs }, { keys })).toBeTruthy()
})
