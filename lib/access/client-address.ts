import { isIP } from 'node:net'

/**
 * The client's address: what stands `trustedHops` places before the end of the chain that our own proxies wrote.
 * Everything further left was written by the client himself and is not believed.
 */
export function clientAddress(socketAddress: string, forwardedFor: string, trustedHops: number): string {
  const chain = forwardedFor
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const hop = trustedHops > 0 ? chain.at(-trustedHops) : undefined
  return hop !== undefined && isIP(hop) !== 0 ? hop : socketAddress
}

/** What counts as one client for limits: an IPv4 address, or the /64 that a provider gives to one subscriber. */
export function clientPrefix(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (isIP(address) !== 6) return address.slice(0, 64)
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : new Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
  return `${groups.join(':')}::/64`
}
