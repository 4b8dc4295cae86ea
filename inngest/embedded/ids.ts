import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 48 bits of time and 80 bits of entropy in Crockford's base 32, 26 characters that sort by time. */
export function ulid(atMs: number = Date.now(), entropy: Uint8Array = randomBytes(10)): string {
  let bits = BigInt(atMs)
  for (const byte of entropy.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = ALPHABET.charAt(Number(bits & 31n)) + text
    bits >>= 5n
  }
  return text
}

/**
 * The ids of the events of one request. A client that repeats a request sends the same seed
 * (`x-inngest-event-id-seed`: milliseconds, comma, base64 of ten bytes), so equal seeds give equal ids and a
 * repeated request creates nothing twice. Without a usable seed the ids are random.
 */
export function eventIds(seed: string | null, count: number): string[] {
  const [ms = '', entropy = ''] = (seed ?? '').split(',')
  const atMs = Number(ms)
  const isUsable = Number.isSafeInteger(atMs) && atMs > 0 && atMs < 2 ** 48 && entropy.length > 0
  return Array.from({ length: count }, (_, index) =>
    isUsable
      ? ulid(atMs, createHash('sha256').update(`${entropy}/${index}`).digest().subarray(0, 10))
      : ulid(),
  )
}
