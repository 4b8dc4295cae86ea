import ipaddr from 'ipaddr.js'

/** A range of addresses and one port, from the operator's EGRESS_ALLOW. */
export interface EgressAllowance {
  range: [ipaddr.IPv4 | ipaddr.IPv6, number]
  port: number
}

/**
 * Reads `10.1.0.0/16:993,[fd00::/8]:465,127.0.0.1:1143`.
 * @throws Error naming the part that is no CIDR:port
 */
export function parseEgressAllow(text: string): EgressAllowance[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseAllowance)
}

function parseAllowance(part: string): EgressAllowance {
  const [, cidr = '', portText = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(part) ?? []
  const port = Number(portText)
  const whole = cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`
  if (port < 1 || port > 65535 || !ipaddr.isValidCIDR(whole)) {
    throw new Error(`EGRESS_ALLOW: "${part}" is not an address range with a port, like 10.1.0.0/16:993.`)
  }
  return { range: ipaddr.parseCIDR(whole), port }
}

/** True when the operator opened this address and port. The address is compared as what it really leads to. */
export function isAllowedByOperator(
  address: string,
  port: number,
  allow: readonly EgressAllowance[],
): boolean {
  const real = unmapped(address)
  return allow.some(({ range: [base, bits], port: open }) => {
    return open === port && real.kind() === base.kind() && real.match(base, bits)
  })
}

/**
 * Outside addresses that are reachable from inside only, although their range says unicast: the host agent of one
 * cloud answers here with the machine's own secrets.
 */
const insideThough = new Set(['168.63.129.16'])

/**
 * True for an address of the public internet. What carries an IPv4 address inside (mapped, 6to4, NAT64, ISATAP) is
 * judged by that one: not private does not mean safe. Every range that is not plain unicast is refused, so that one
 * that is registered later is refused too.
 */
export function isPublicAddress(address: string): boolean {
  const real = unmapped(address)
  return real.range() === 'unicast' && !insideThough.has(real.toString())
}

/** One spelling an address, so that two can be compared. */
export const canonicalAddress = (address: string): string => unmapped(address).toString()

function unmapped(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const parsed = ipaddr.parse(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address()
  const parts = parsed.parts
  const at = (index: number) => parts[index] ?? 0
  // RFC 4291, section 2.5.5.1: deprecated, and spelled ::7f00:1 it passes for plain unicast.
  if (parts.slice(0, 6).every((part) => part === 0) && at(6) !== 0) return fromWords(at(6), at(7))
  // RFC 3056, section 2.
  if (at(0) === 0x2002) return fromWords(at(1), at(2))
  // RFC 6052, section 2.1: the well-known prefix only. Others cannot be told from plain addresses.
  if (at(0) === 0x64 && at(1) === 0xff9b && parts.slice(2, 6).every((part) => part === 0)) {
    return fromWords(at(6), at(7))
  }
  // RFC 5214, section 6.1.
  if ((at(4) === 0 || at(4) === 0x200) && at(5) === 0x5efe) return fromWords(at(6), at(7))
  return parsed
}

const fromWords = (high: number, low: number): ipaddr.IPv4 =>
  new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff])
