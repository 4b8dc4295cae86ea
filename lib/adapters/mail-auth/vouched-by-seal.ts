import type { ARCSigningData, DNSResolver } from 'mailauth'
import { parseAuthenticationResults } from '@/lib/mail/authentication-results'
import { strictHeader } from './strict-header'

const MAX_SEALS = 5

/**
 * Whether a forwarder that we believe sealed a mail (ARC, RFC 8617) whose sender it had found to be in order: forwarding
 * breaks what would prove it to us. Anybody can seal whatever he likes, so only the newest seal of those that are named
 * counts, and what it says of DMARC for this very domain. Gives the sealer's domain, or null.
 */
export async function vouchedBySeal(
  bytes: Uint8Array,
  chain: ARCSigningData | undefined,
  {
    fromDomain,
    sealers,
    resolver,
  }: { fromDomain: string; sealers: readonly string[]; resolver: DNSResolver },
): Promise<string | null> {
  const last = chain?.lastEntry
  const sealer = String(last?.['arc-seal']?.parsed?.d?.value ?? '').toLowerCase()
  if (!chain?.chain || last === undefined || chain.chain.length > MAX_SEALS || !sealers.includes(sealer))
    return null
  if (!saysPass(bytes, String(last.i), fromDomain)) return null
  const { arc } = await import('mailauth')
  const { status, signature } = await arc(
    { chain: chain.chain, lastEntry: last, ...(chain.error ? { error: chain.error } : {}) },
    { resolver },
  )
  // A signature over a part of the text says nothing of the rest.
  return status.result === 'pass' && signature && !signature.status.underSized ? sealer : null
}

function saysPass(bytes: Uint8Array, instance: string, fromDomain: string): boolean {
  const fields = strictHeader(bytes).filter(({ name }) => name.toLowerCase() === 'arc-authentication-results')
  const said = fields.flatMap(({ value }) => {
    const [, number = '', rest = ''] = /^\s?i\s?=\s?(\d{1,2})\s?;(.*)$/s.exec(value) ?? []
    return number === instance ? (parseAuthenticationResults(rest)?.results ?? []) : []
  })
  const dmarc = said.filter(({ method }) => method === 'dmarc')
  return (
    dmarc.length > 0 &&
    dmarc.every(
      ({ result, properties }) =>
        result === 'pass' && properties.get('header.from')?.toLowerCase() === fromDomain.toLowerCase(),
    )
  )
}
