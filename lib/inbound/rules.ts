import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a signed request says about itself, whatever the names of its headers. */
export interface SignedHeaders {
  id: string
  /** Seconds since 1970, as sent. */
  timestamp: string
  /** `v1,<base64>`, several by spaces. */
  signatures: string
}

/** A request is believed this long after it was signed, and as long before: clocks differ. */
const toleranceMs = 5 * 60_000
const maxIdLength = 255
const maxSignatures = 10

/** Standard Webhooks' headers, or those of Svix, which came before them. Null when one is missing. */
export function readSignedHeaders(headers: Headers): SignedHeaders | null {
  for (const prefix of ['webhook', 'svix']) {
    const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
      headers.get(`${prefix}-${name}`),
    )
    if (id && timestamp && signatures) return { id, timestamp, signatures }
  }
  return null
}

/**
 * HMAC-SHA256 over id, time and the body as it came (Standard Webhooks 1.0). Each secret counts, so that one can be
 * replaced while requests are on their way.
 */
export function isSignedBy(
  headers: SignedHeaders,
  body: Uint8Array,
  secrets: readonly Uint8Array[],
  at: Date,
): boolean {
  const { id, timestamp, signatures } = headers
  if (id.length > maxIdLength || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(at.getTime() - Number(timestamp) * 1000) > toleranceMs) return false
  const given = signatures
    .split(' ', maxSignatures)
    .flatMap((entry) => (entry.startsWith('v1,') ? [Buffer.from(entry.slice(3), 'base64')] : []))
  const wanted = secrets.map((secret) => signatureOf({ id, timestamp }, body, secret))
  // Every pair is compared: how long it takes says nothing about which one was right.
  return given.flatMap((one) => wanted.map((other) => isEqual(one, other))).includes(true)
}

export function signatureOf(
  { id, timestamp }: Pick<SignedHeaders, 'id' | 'timestamp'>,
  body: Uint8Array,
  secret: Uint8Array,
): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest()
}

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

const secretPrefix = 'whsec_'

/** The key in a secret as it is handed out: base64 behind a prefix that says what it is. */
export const keyOfSecret = (secret: string): Uint8Array =>
  Buffer.from(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret, 'base64')

export const secretOfKey = (key: Uint8Array): string => secretPrefix + Buffer.from(key).toString('base64')
