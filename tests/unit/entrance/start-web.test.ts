import { expect, test } from 'vitest'
import { believeSocketAddress } from '@/app/_entrance/start-web'

const request = (headers: Record<string, string>) => ({ headers, socket: { remoteAddress: '203.0.113.9' } })

test('a client cannot choose his address, nor what we are called', () => {
  const forged = request({
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '1',
    host: 'desk.example',
  })
  believeSocketAddress(forged, 0)
  expect(forged.headers).toEqual({ 'x-forwarded-for': '203.0.113.9', host: 'desk.example' })
})

test('behind one proxy of ours its word is taken, and nothing further left', () => {
  const forwarded = request({ 'x-forwarded-for': '10.0.0.1, 198.51.100.4' })
  believeSocketAddress(forwarded, 1)
  expect(forwarded.headers).toEqual({ 'x-forwarded-for': '198.51.100.4' })
})
