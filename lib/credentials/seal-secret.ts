import { createCipheriv, randomBytes } from 'node:crypto'
import type { Sealed, SealedPlace, SealingKeys } from './types'

/** First byte of everything sealed, so that another way of sealing can follow. */
export const sealVersion = 1
export const sealIvBytes = 12
export const sealTagBytes = 16

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce, bound to tenant and row: a sealed secret that is copied to
 * another row or another tenant does not open there.
 */
export function sealSecret(value: unknown, place: SealedPlace, keys: SealingKeys): Sealed {
  const { current } = keys
  const iv = randomBytes(sealIvBytes)
  const cipher = createCipheriv('aes-256-gcm', current.bytes, iv)
  cipher.setAAD(sealedPlaceBytes(place, current.id))
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return {
    sealed: new Uint8Array(Buffer.concat([Buffer.of(sealVersion), iv, cipher.getAuthTag(), body])),
    keyId: current.id,
  }
}

export const sealedPlaceBytes = ({ tenantId, id }: SealedPlace, keyId: string): Buffer =>
  Buffer.from(`postino secret\n${tenantId}\n${id}\n${keyId}`)
