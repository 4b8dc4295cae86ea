import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { getEnv } from '@/lib/env'

const version = 1
const ivBytes = 12
const tagBytes = 16

/** The row that a secret belongs to: it opens nowhere else. */
interface Place {
  tenantId: string
  channelId: string
}

/**
 * Seals what a provider signs its webhooks with (AES-256-GCM). The web has to open it at every request, and must not be
 * able to open a tenant's passwords: hence a key apart from those, which follows from the installation's secret.
 */
export function sealWebhookSecret(secret: string, place: Place): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(getEnv().POSTINO_SECRET), iv)
  cipher.setAAD(placeBytes(place))
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]))
}

/** Null when no secret of this installation opens it: the old one is gone, or the bytes are another row's. */
export function openWebhookSecret(sealed: Uint8Array, place: Place): string | null {
  const { POSTINO_SECRET, POSTINO_OLD_SECRETS } = getEnv()
  for (const secret of [POSTINO_SECRET, ...POSTINO_OLD_SECRETS]) {
    const opened = openWith(keyOf(secret), Buffer.from(sealed), place)
    if (opened !== null) return opened
  }
  return null
}

function openWith(key: Buffer, bytes: Buffer, place: Place): string | null {
  const tagAt = 1 + ivBytes
  if (bytes[0] !== version || bytes.length < tagAt + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, tagAt), { authTagLength: tagBytes })
  decipher.setAAD(placeBytes(place))
  decipher.setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes))
  try {
    const body = bytes.subarray(tagAt + tagBytes)
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch {
    // Sealed with another key: the next one may be it.
    return null
  }
}

const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'postino', 'sealing of webhook secrets', 32))

const placeBytes = ({ tenantId, channelId }: Place): Buffer =>
  Buffer.from(`postino webhook secret\n${tenantId}\n${channelId}`)
