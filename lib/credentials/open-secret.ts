import { createDecipheriv } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { sealedPlaceBytes, sealIvBytes, sealTagBytes, sealVersion } from './seal-secret'
import type { SealedPlace, SealingKeys } from './types'

/**
 * Opens what `sealSecret` made. For the worker and the command line only: nothing that a page or an action imports
 * may import this file (tests/architecture holds it).
 *
 * @throws AppError `key_missing` when no key has this id; Error when the bytes were changed or moved to another row
 */
export function openSecret(
  row: { sealed: Uint8Array; keyId: string },
  place: SealedPlace,
  keys: SealingKeys,
): unknown {
  const key = keys.all.find(({ id }) => id === row.keyId)
  if (!key) throw new AppError('key_missing', `no sealing key ${row.keyId}`)
  const bytes = Buffer.from(row.sealed)
  if (bytes[0] !== sealVersion) throw new Error('unknown way of sealing')
  const tagAt = 1 + sealIvBytes
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(1, tagAt), {
    authTagLength: sealTagBytes,
  })
  decipher.setAAD(sealedPlaceBytes(place, key.id))
  decipher.setAuthTag(bytes.subarray(tagAt, tagAt + sealTagBytes))
  const body = Buffer.concat([decipher.update(bytes.subarray(tagAt + sealTagBytes)), decipher.final()])
  return JSON.parse(body.toString('utf8'))
}
