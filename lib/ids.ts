import { createHash, randomUUID } from 'node:crypto'

let lastMs = 0
let sequence = 0

/**
 * A UUIDv7 (RFC 9562, 5.7): sorts by the time of its making, so that primary keys grow at one end of their
 * index. Ids made in the same millisecond by one process rise too (rand_a is a counter, RFC 9562, 6.2). What is random
 * in it comes from a UUIDv4, which Node makes from a store of random bytes.
 */
export function newId(): string {
  const random = randomUUID()
  const at = Date.now()
  if (at > lastMs) {
    lastMs = at
    sequence = Number.parseInt(random.slice(0, 3), 16) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const counter = sequence.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${random.slice(19)}`
}

/** Smaller than every id that `newId` makes from this moment on, and larger than those it made before. */
export function firstIdAt(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/**
 * The id that follows from a tenant and a key the caller chose: the same key names the same row again, and no
 * caller can aim at a row of another tenant. A UUIDv8 (RFC 9562, 5.8) over SHA-256.
 */
export function idFromKey(tenantId: string, key: string): string {
  const bytes = createHash('sha256').update(`${tenantId} ${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return uuidText(bytes)
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
