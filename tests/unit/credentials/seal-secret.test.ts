import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { openSecret } from '@/lib/credentials/open-secret'
import { sealSecret } from '@/lib/credentials/seal-secret'

const secretEnv = { KEY_FILE: undefined, POSTINO_SECRET: 'a'.repeat(32), POSTINO_OLD_SECRETS: [] }
const keys = readSealingKeys(secretEnv)
const place = { tenantId: 'tenant-1', id: 'row-1' }
const secret = { kind: 'password', password: 'hunter2 ünïcode' }
const lineOf = (id: string, fill: string) => `${id} ${Buffer.alloc(32, fill).toString('base64url')}`

function keyFile(text: string, mode = 0o600): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'postino-keys-')), 'keys')
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

test('a secret opens in its own row, and sealing it twice gives different bytes', () => {
  const sealed = sealSecret(secret, place, keys)
  expect(openSecret(sealed, place, keys)).toEqual(secret)
  expect(Buffer.from(sealed.sealed).equals(sealSecret(secret, place, keys).sealed)).toBe(false)
  expect(Buffer.from(sealed.sealed).includes('hunter2')).toBe(false)
})

test('a sealed secret copied to another row, another tenant or under another key id does not open', () => {
  const sealed = sealSecret(secret, place, keys)
  expect(() => openSecret(sealed, { ...place, id: 'row-2' }, keys)).toThrow()
  expect(() => openSecret(sealed, { ...place, tenantId: 'tenant-2' }, keys)).toThrow()
  expect(() => openSecret({ ...sealed, keyId: 'gone' }, place, keys)).toThrow(/no sealing key/)
})

test('a sealed secret with any byte changed, or cut short, does not open', () => {
  const { sealed, keyId } = sealSecret(secret, place, keys)
  for (let at = 0; at < sealed.byteLength; at++) {
    const changed = Uint8Array.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => openSecret({ sealed: changed, keyId }, place, keys)).toThrow()
    expect(() => openSecret({ sealed: sealed.slice(0, at), keyId }, place, keys)).toThrow()
  }
})

test('the first line of the key file seals; the others, and the keys before there was a file, still open', () => {
  const old = readSealingKeys({ ...secretEnv, KEY_FILE: keyFile(`${lineOf('2025', 'o')}\n`) })
  const both = readSealingKeys({
    ...secretEnv,
    KEY_FILE: keyFile(`# keys\n${lineOf('2026', 'n')}\n${lineOf('2025', 'o')}\n`),
  })
  expect(sealSecret(secret, place, both).keyId).toBe('2026')
  expect(openSecret(sealSecret(secret, place, old), place, both)).toEqual(secret)
  expect(openSecret(sealSecret(secret, place, keys), place, both)).toEqual(secret)
})

test('a key file that changes is read again; while it cannot be read, what was read before stays in use', () => {
  const file = keyFile(`${lineOf('2025', 'o')}\n`)
  const running = readSealingKeys({ ...secretEnv, KEY_FILE: file })
  const old = sealSecret(secret, place, running)
  writeFileSync(file, `${lineOf('2026', 'n')}\n${lineOf('2025', 'o')}\n`)
  const other = readSealingKeys({ ...secretEnv, KEY_FILE: file })
  expect(openSecret(sealSecret(secret, place, other), place, running)).toEqual(secret)
  expect(openSecret(old, place, running)).toEqual(secret)
  expect(sealSecret(secret, place, running).keyId).toBe('2026')
  writeFileSync(file, 'half a li')
  expect(sealSecret(secret, place, running).keyId).toBe('2026')
})

test('what was sealed under an earlier POSTINO_SECRET opens while that is listed', () => {
  const sealed = sealSecret(secret, place, keys)
  const next = { ...secretEnv, POSTINO_SECRET: 'b'.repeat(32) }
  expect(() => openSecret(sealed, place, readSealingKeys(next))).toThrow(/no sealing key/)
  const kept = readSealingKeys({ ...next, POSTINO_OLD_SECRETS: [secretEnv.POSTINO_SECRET] })
  expect(openSecret(sealed, place, kept)).toEqual(secret)
})

test('a key file that others can read, is empty, repeats an id or holds no key stops the start', () => {
  const read = (file: string) => () => readSealingKeys({ ...secretEnv, KEY_FILE: file })
  expect(read(keyFile(lineOf('a', 'k'), 0o640))).toThrow(/mode 600/)
  expect(read(keyFile('\n'))).toThrow()
  expect(read(keyFile(`${lineOf('a', 'k')}\n${lineOf('a', 'l')}`))).toThrow(/id of its own/)
  expect(read(keyFile('a tooshort'))).toThrow(/Line 1/)
  expect(read('/nowhere/keys')).toThrow()
})
