import { addressDomain } from '@/lib/mail/address-domain'
import { findServerResults, type StatedResult } from '@/lib/mail/authentication-results'
import type { AuthenticationWord, MailAuthentication } from './create-mail-authenticator'
import { plain } from './plain'
import { strictHeader } from './strict-header'

/**
 * What the mailbox's own server says of the domain in From, in fields that it alone can have written; null when it does
 * not say. About DMARC only: a signature of anybody's and an envelope sender of anybody's are not about who is shown.
 */
export function readServerVerdict(
  bytes: Uint8Array,
  server: string,
  fromDomain: string,
): MailAuthentication | null {
  const results = findServerResults(strictHeader(bytes), server)
  const stated = results?.filter(({ method }) => method === 'dmarc') ?? []
  if (results === null || stated.length === 0) return null
  const about = stated.filter((one) => isAbout(one, fromDomain))
  const dmarc = wordOf(about)
  return {
    spf: wordOf(results.filter(({ method }) => method === 'spf')),
    dkim: wordOf(results.filter(({ method }) => method === 'dkim')),
    dmarc,
    verdict: dmarc === 'pass' || dmarc === 'fail' ? dmarc : 'none',
    details: [
      `told by ${plain(server)}`,
      ...results.slice(0, 10).flatMap(detailOf),
      ...(about.length === 0 ? [`not about ${plain(fromDomain)}`] : []),
    ],
  }
}

/** Whom DMARC is about is the domain in From; a server that leaves it out speaks of the only one there is. */
function isAbout({ properties }: StatedResult, fromDomain: string): boolean {
  const from = properties.get('header.from')
  return from === undefined || addressDomain(from) === fromDomain.toLowerCase()
}

/** Several say the same, or the worst of them counts; of signatures a good one is enough, and servers list all. */
function wordOf(results: readonly StatedResult[]): AuthenticationWord {
  const words = results.map(({ result }) => result)
  const isSignature = results[0]?.method === 'dkim'
  if (isSignature && words.includes('pass')) return 'pass'
  if (words.includes('fail')) return 'fail'
  if (words.includes('temperror')) return 'temperror'
  return words.length > 0 && words.every((word) => word === 'pass') ? 'pass' : 'none'
}

const shownProperties = ['header.d', 'header.i', 'smtp.mailfrom', 'smtp.helo', 'header.from']

function detailOf({ method, result, properties }: StatedResult): string[] {
  if (!['spf', 'dkim', 'dmarc', 'arc'].includes(method)) return []
  const about = shownProperties.map((name) => properties.get(name)).find((value) => value !== undefined) ?? ''
  const domain = plain(addressDomain(about))
  return [`${method}=${plain(result)}${domain === '' ? '' : ` (${domain})`}`]
}
