import { createHmac } from 'node:crypto'
import { getEnv } from '@/lib/env'
import type { ThreadKey } from './thread-token'

/**
 * The keys of thread marks: the first makes them, the others are only read. They follow from the secrets, so that
 * a new POSTINO_SECRET with the old one in POSTINO_OLD_SECRETS is a rotation, and dropping the old one ends it.
 */
export function threadKeys(): [ThreadKey, ...ThreadKey[]] {
  const { POSTINO_SECRET, POSTINO_OLD_SECRETS } = getEnv()
  return [deriveThreadKey(POSTINO_SECRET), ...POSTINO_OLD_SECRETS.map(deriveThreadKey)]
}

export function deriveThreadKey(secret: string): ThreadKey {
  const derive = (use: string) => createHmac('sha256', secret).update(use).digest('hex')
  return { id: derive('thread key id').slice(0, 4), secret: derive('thread key') }
}
