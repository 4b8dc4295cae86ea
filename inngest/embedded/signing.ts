import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const MAX_AGE_MS = 5 * 60_000

const withoutPrefix = (key: string): string => key.replace(/^signkey-[\w]+-/, '')

/** JSON in the canonical form of RFC 8785: keys sorted by UTF-16 code units, no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

const mac = (body: string, key: string, seconds: string): string =>
  createHmac('sha256', withoutPrefix(key)).update(body).update(seconds).digest('hex')

/** The `x-inngest-signature` of a text; a request signs its canonical JSON, an answer its bytes. */
export function sign(body: string, key: string, atMs: number): string {
  const seconds = String(Math.round(atMs / 1000))
  return `t=${seconds}&s=${mac(body, key, seconds)}`
}

/** Whether `signature` was made with this key over this text, not more than five minutes ago. */
export function isSigned(signature: string | null, body: string, key: string, atMs: number): boolean {
  const fields = new URLSearchParams(signature ?? '')
  const seconds = fields.get('t') ?? ''
  if (!/^\d+$/.test(seconds) || Math.abs(atMs - Number(seconds) * 1000) > MAX_AGE_MS) return false
  return isSameText(fields.get('s') ?? '', mac(body, key, seconds))
}

/** The bearer token the SDK derives from a signing key: the hash of the key's bytes, not of its text. */
export function bearerToken(key: string): string {
  const prefix = /^signkey-[\w]+-/.exec(key)?.[0] ?? ''
  return (
    prefix +
    createHash('sha256')
      .update(Buffer.from(withoutPrefix(key), 'hex'))
      .digest('hex')
  )
}

/** Compares without telling by its time how much was right. */
export function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
