import { createHash, hkdfSync } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { SealingKey, SealingKeys } from '@/lib/credentials/types'
import type { Env } from '@/lib/env'

/**
 * The keys that seal tenants' secrets. With KEY_FILE: its lines `<id> <32 bytes as base64url>`, the first one in
 * use, the others for what was sealed before. Keys derived from POSTINO_SECRET and its predecessors open too, so
 * that a key file can be introduced later. A file that changes is read again at the next use: what another program
 * sealed with a new key would not open here.
 *
 * @throws Error when the file is missing, readable by others or malformed: no start with a key that is not one
 */
export function readSealingKeys(
  env: Pick<Env, 'KEY_FILE' | 'POSTINO_SECRET' | 'POSTINO_OLD_SECRETS'>,
): SealingKeys {
  const derived = [env.POSTINO_SECRET, ...env.POSTINO_OLD_SECRETS].map(derivedKey)
  const { KEY_FILE: file } = env
  if (!file) return inOrder(derived)
  const read = () => ({ stamp: stampOf(file), keys: inOrder([...readKeyFile(file), ...derived]) })
  let last = read()
  const newest = (): SealingKeys => {
    try {
      if (stampOf(file) !== last.stamp) last = read()
    } catch {
      // Somebody is at it. Those that were good stay in use, and the next use looks again.
    }
    return last.keys
  }
  return {
    get current() {
      return newest().current
    },
    get all() {
      return newest().all
    },
  }
}

function inOrder(all: SealingKey[]): SealingKeys {
  const [current] = all
  if (!current) throw new Error('There is no key to seal with.')
  return { current, all }
}

function stampOf(file: string): string {
  const { ino, size, mtimeMs } = statSync(file)
  return `${ino} ${size} ${mtimeMs}`
}

function readKeyFile(file: string): SealingKey[] {
  const { mode } = statSync(file)
  if ((mode & 0o077) !== 0) throw new Error(`${file} can be read by others: it needs mode 600.`)
  const keys = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseLine)
  if (keys.length === 0 || new Set(keys.map(({ id }) => id)).size !== keys.length)
    throw new Error(`${file} needs one key a line, each with an id of its own.`)
  return keys
}

/** Never repeats the line: it holds a key. */
function parseLine(line: string, index: number): SealingKey {
  const [, id = '', text = ''] = /^([A-Za-z0-9._-]{1,64})\s+([A-Za-z0-9_-]{43})=?$/.exec(line) ?? []
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  if (bytes.byteLength !== 32)
    throw new Error(`Line ${index + 1} of the key file is not "<id> <32 bytes as base64url>".`)
  return { id, bytes }
}

function derivedKey(secret: string): SealingKey {
  const id = createHash('sha256').update(`postino sealing key id\n${secret}`).digest('hex').slice(0, 12)
  const bytes = new Uint8Array(hkdfSync('sha256', secret, 'postino', 'sealing of tenant secrets', 32))
  return { id: `secret-${id}`, bytes }
}
