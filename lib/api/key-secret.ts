import { createHash, randomBytes } from 'node:crypto'

const shape = /^bearer (po_[A-Za-z0-9_-]{43})$/i

/** A new key: 256 random bits, so that a plain hash of it cannot be guessed back. */
export function makeKeySecret(): { secret: string; prefix: string; hash: string } {
  const secret = `po_${randomBytes(32).toString('base64url')}`
  return { secret, prefix: secret.slice(0, 9), hash: hashOf(secret) }
}

/** The hash of the key in an Authorization header (RFC 6750, 2.1); null for everything that is not one of ours. */
export function hashInHeader(authorization: string | null): string | null {
  const secret = shape.exec(authorization ?? '')?.[1]
  return secret === undefined ? null : hashOf(secret)
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
