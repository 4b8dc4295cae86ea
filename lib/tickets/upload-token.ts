import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** A file that was put into the blob store and belongs to no message yet. */
const Upload = z.strictObject({
  tenantId: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string().min(1).max(255),
  contentType: z.string().min(1).max(120),
  sizeBytes: z.number().int().min(0),
  /** Milliseconds since 1970. */
  expiresAt: z.number().int(),
})
export type Upload = z.infer<typeof Upload>

/** Shorter than the collector waits for blobs that nobody names: while a token is good, its bytes are there. */
export const uploadLifetimeMs = 20 * 3_600_000

/** What the browser holds of an upload: it says which bytes, and that we took them from this tenant. */
export function signUpload(secret: string, upload: Upload): string {
  const body = Buffer.from(JSON.stringify(upload)).toString('base64url')
  return `${body}.${signatureOf(secret, body)}`
}

/** null for everything that is not ours, is another tenant's, or is over. */
export function readUpload(secret: string, tenantId: string, token: string, at: Date): Upload | null {
  const [body, signature, ...rest] = token.split('.')
  if (!body || !signature || rest.length > 0 || !isSame(signature, signatureOf(secret, body))) return null
  const upload = Upload.safeParse(parseJson(Buffer.from(body, 'base64url').toString('utf8')))
  if (!upload.success || upload.data.tenantId !== tenantId) return null
  return upload.data.expiresAt > at.getTime() ? upload.data : null
}

const signatureOf = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(`upload\n${body}`).digest('base64url')

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
