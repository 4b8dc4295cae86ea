import { expect, test } from 'vitest'
import { clientAddress, clientPrefix } from '@/lib/access/client-address'

test('without a proxy of ours the header a client wrote is not believed', () => {
  expect(clientAddress('203.0.113.9', '10.0.0.1', 0)).toBe('203.0.113.9')
})

test('behind proxies of ours only what the outermost of them saw is believed', () => {
  expect(clientAddress('127.0.0.1', 'forged, 198.51.100.7', 1)).toBe('198.51.100.7')
  expect(clientAddress('127.0.0.1', '1.2.3.4, 198.51.100.7, 10.0.0.2', 2)).toBe('198.51.100.7')
})

test('a chain shorter than expected, or no address, falls back to the socket', () => {
  expect(clientAddress('127.0.0.1', '', 1)).toBe('127.0.0.1')
  expect(clientAddress('127.0.0.1', 'not an address', 1)).toBe('127.0.0.1')
})

test('one subscriber of IPv6 is one client, and IPv4 written as IPv6 is the same client', () => {
  expect(clientPrefix('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(clientPrefix('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(clientPrefix('2001:DB8::1')).toBe('2001:db8:0:0::/64')
  expect(clientPrefix('::1')).toBe('0:0:0:0::/64')
  expect(clientPrefix('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(clientPrefix('::ffff:203.0.113.9')).toBe('203.0.113.9')
  expect(clientPrefix('203.0.113.9')).toBe('203.0.113.9')
})
