import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { AppError } from '@/lib/errors'
import { canonicalAddress, isAllowedByOperator, isPublicAddress } from './address-rules'
import type { EgressPolicy } from './egress-policy'

export type OutboundPurpose = 'imap' | 'smtp' | 'https'

/** Why a connection is not made, as a word. `host_unknown` may pass; the others need another setting. */
export type EgressTrouble = 'host_unknown' | 'host_forbidden' | 'port_forbidden' | 'encryption_forbidden'

export interface OutboundTarget {
  host: string
  port: number
  purpose: OutboundPurpose
  /** `weak`: without TLS, or with a certificate that nobody checks. */
  protection: 'checked' | 'weak'
}

/** Connect to `address`, and to nothing else; `servername` is what the certificate must name. */
export interface CheckedTarget {
  address: string
  family: 4 | 6
  port: number
  /** Empty for a host that was given as an address: TLS has no server name then. */
  servername: string
  /** The operator opened this address and port himself. */
  isOpenedByOperator: boolean
}

const ports: Record<OutboundPurpose, readonly number[]> = {
  imap: [143, 993],
  smtp: [25, 465, 587, 2525],
  https: [443],
}
const lookupTimeoutMs = 10_000

/**
 * The one look-up before a connection to a host that a tenant named. To be called at every use, right before
 * connecting: a name that was harmless when it was saved may lead elsewhere now. All answers must be public, since
 * whoever owns the name chooses which one comes first; the caller connects to the checked address, not to the name.
 *
 * @throws AppError `egress_refused` with `details.trouble`, an EgressTrouble
 */
export async function resolveOutbound(target: OutboundTarget, policy: EgressPolicy): Promise<CheckedTarget> {
  const host = readHost(target.host)
  if (target.protection === 'weak' && policy.isWeakEncryptionForbidden) throw refused('encryption_forbidden')
  const answers = await lookUp(host, policy)
  const first = answers[0]
  if (!first) throw refused('host_unknown')
  const own = await policy.ownAddresses()
  const isOpened = (address: string) => isAllowedByOperator(address, target.port, policy.allow)
  const isPortOpen = ports[target.purpose].includes(target.port)
  for (const { address } of answers) {
    if (isOpened(address)) continue
    if (!isPublicAddress(address) || own.has(canonicalAddress(address))) throw refused('host_forbidden')
    if (!isPortOpen) throw refused('port_forbidden')
  }
  return {
    address: first.address,
    family: first.family === 6 ? 6 : 4,
    port: target.port,
    servername: isIP(host) ? '' : host,
    isOpenedByOperator: isOpened(first.address),
  }
}

/** A name in the letters of RFC 952/1123 (and the underscore some have), or an address. Nothing else is looked up. */
export function isHostName(text: string): boolean {
  if (isIP(text)) return true
  // The URL parser drops line breaks, tabs and what looks like a path instead of refusing them.
  if (/[\s\p{C}/\\@?#:%]/u.test(text)) return false
  const ascii = domainToASCII(text)
  return ascii.length > 0 && ascii.length <= 253 && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(ascii)
}

function readHost(text: string): string {
  if (!isHostName(text)) throw refused('host_unknown')
  return isIP(text) ? text : domainToASCII(text)
}

async function lookUp(host: string, policy: EgressPolicy) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(refused('host_unknown')), lookupTimeoutMs)
  })
  try {
    return await Promise.race([policy.resolve(host), late])
  } catch (cause) {
    throw refused('host_unknown', cause)
  } finally {
    clearTimeout(timer)
  }
}

const refused = (trouble: EgressTrouble, cause?: unknown): AppError =>
  new AppError('egress_refused', `connection not made: ${trouble}`, { details: { trouble }, cause })
