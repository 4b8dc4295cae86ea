import { AppError } from '@/lib/errors'
import { maxPixels, pixelCount } from '@/lib/pictures/picture-size'
import { pictureType } from '@/lib/pictures/picture-type'
import type { LoadedPicture, RemotePictures } from '@/lib/pictures/types'
import type { EgressPolicy } from '../connect-out/egress-policy'
import { createGuardedFetch, type GuardedFetch } from '../connect-out/guarded-fetch'
import { createPictureCache } from './picture-cache'
import { createTurns } from './turns'

const limits = { totalTimeoutMs: 10_000, maxBytes: 5 * 1024 * 1024 }
const maxRedirects = 4

/** All that a picture's server learns: no cookie, no referrer, no language, nobody's address but this machine's. */
const askedWith = { accept: 'image/webp,image/png,image/jpeg,image/gif', 'user-agent': 'Postino' }

/**
 * Loads pictures of mails. Every hop of a redirect is checked like the first address; what comes back is a picture by
 * its own bytes or nothing. SVG is none: it is a document that loads and runs.
 *
 * What a mail names is chosen by whoever wrote it, so `policy` must not carry the exceptions that the operator made
 * for hosts of tenants.
 */
export function createRemotePictures(policy: EgressPolicy): RemotePictures {
  const guardedFetch = createGuardedFetch(policy, limits)
  const cache = createPictureCache({ maxBytes: 32 * 1024 * 1024, maxAgeMs: 60 * 60_000 })
  const turns = createTurns({ atOnce: 16, atOnceEach: 6, waitingEach: 120 })
  return {
    load: (tenantId, url) =>
      // A tenant cannot tell by the time it takes what another one looked at.
      cache.remember(`${tenantId} ${url}`, () => turns.take(tenantId, () => load(guardedFetch, url))),
  }
}

async function load(guardedFetch: GuardedFetch, first: string): Promise<LoadedPicture> {
  const signal = AbortSignal.timeout(limits.totalTimeoutMs)
  let url = addressOf(first)
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (signal.aborted) throw new AppError('timed_out', 'no picture in time')
    const response = await guardedFetch(url, { headers: askedWith, signal })
    if (response.status >= 300 && response.status < 400) {
      url = addressOf(response.headers.get('location') ?? '', url)
      continue
    }
    if (response.status !== 200) throw new AppError('server_unavailable', `answered ${response.status}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const contentType = pictureType(bytes)
    if (contentType === null) throw new AppError('unsupported_media_type', 'no picture')
    const pixels = pixelCount(bytes, contentType)
    if (pixels !== null && pixels > maxPixels) throw new AppError('too_large', `${pixels} pixels`)
    return { bytes, contentType }
  }
  throw new AppError('server_unavailable', 'too many redirects')
}

/** Encrypted wherever the address leaves a choice, as browsers do for the pictures of an encrypted page. */
function addressOf(text: string, base?: string): string {
  if (!URL.canParse(text, base)) throw new AppError('server_unavailable', 'no address of a picture')
  const url = new URL(text, base)
  if (url.protocol === 'http:' && url.port === '') url.protocol = 'https:'
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new AppError('egress_refused', 'not a web address', { details: { trouble: 'port_forbidden' } })
  return url.href
}
