import { BlockList, isIP } from 'node:net'

const reservedEndings = [
  'test',
  'example',
  'invalid',
  'localhost',
  'example.com',
  'example.net',
  'example.org',
]

/** Names that no DNS server may answer for (RFC 2606, RFC 6761), and names without a dot. */
export function isUnresolvableDomain(domain: string): boolean {
  const name = domain.toLowerCase().replace(/\.$/, '')
  return !name.includes('.') || reservedEndings.some((end) => name === end || name.endsWith(`.${end}`))
}

const ownNetworks = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  ownNetworks.addSubnet(net, prefix)
}
ownNetworks.addAddress('::1', 'ipv6')
ownNetworks.addSubnet('fc00::', 7, 'ipv6')
ownNetworks.addSubnet('fe80::', 10, 'ipv6')

/** An address that says nothing about the sender: a relay of our own stands before us. SPF is not to be asked. */
export function isOwnNetwork(ip: string): boolean {
  const kind = isIP(ip)
  return kind === 0 || ownNetworks.check(ip, kind === 6 ? 'ipv6' : 'ipv4')
}
