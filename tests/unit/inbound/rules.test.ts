import { describe, expect, test } from 'vitest'
import { isSignedBy, keyOfSecret, readSignedHeaders, secretOfKey, signatureOf } from '@/lib/inbound/rules'

const key = Buffer.alloc(32, 7)
const at = new Date('2026-11-20T10:00:00Z')
const body = Buffer.from([0x53, 0xff, 0x00, 0x0a])
const seconds = (offsetMs = 0) => String(Math.floor((at.getTime() + offsetMs) / 1000))

function signed(change: { id?: string; timestamp?: string; signatures?: string } = {}) {
  const { id = 'msg_1', timestamp = seconds() } = change
  const signature = signatureOf({ id, timestamp }, body, key).toString('base64')
  return { id, timestamp, signatures: change.signatures ?? `v1,${signature}` }
}

describe('a signature', () => {
  test('the published example of Standard Webhooks is believed', () => {
    const headers = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      signatures: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }
    const secret = keyOfSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const example = Buffer.from('{"test": 2432232314}')
    expect(isSignedBy(headers, example, [secret], new Date(1614265330_000))).toBe(true)
  })

  test('over bytes that are no text is believed', () => {
    expect(isSignedBy(signed(), body, [key], at)).toBe(true)
  })

  test('one of several, by one of several keys, is enough', () => {
    const headers = signed()
    const signatures = `v1,${Buffer.alloc(32).toString('base64')} v1a,xyz ${headers.signatures}`
    expect(isSignedBy({ ...headers, signatures }, body, [Buffer.alloc(32), key], at)).toBe(true)
  })

  test.each<[string, () => boolean]>([
    ['by another key', () => isSignedBy(signed(), body, [Buffer.alloc(32)], at)],
    ['over another body', () => isSignedBy(signed(), Buffer.from('other'), [key], at)],
    ['under another id', () => isSignedBy({ ...signed(), id: 'msg_2' }, body, [key], at)],
    ['at another time', () => isSignedBy({ ...signed(), timestamp: seconds(1000) }, body, [key], at)],
    ['six minutes old', () => isSignedBy(signed({ timestamp: seconds(-6 * 60_000) }), body, [key], at)],
    ['six minutes ahead', () => isSignedBy(signed({ timestamp: seconds(6 * 60_000) }), body, [key], at)],
    ['with a time that is no number', () => isSignedBy(signed({ timestamp: '1e9' }), body, [key], at)],
    ['that is empty', () => isSignedBy(signed({ signatures: 'v1,' }), body, [key], at)],
    ['with an id without end', () => isSignedBy(signed({ id: 'x'.repeat(256) }), body, [key], at)],
    [
      'of another version',
      () => isSignedBy(signed({ signatures: signed().signatures.replace('v1', 'v2') }), body, [key], at),
    ],
  ])('%s is not believed', (_name, check) => {
    expect(check()).toBe(false)
  })

  test('four minutes old is believed', () => {
    expect(isSignedBy(signed({ timestamp: seconds(-4 * 60_000) }), body, [key], at)).toBe(true)
  })
})

test('headers of either name are read, and none without the other two', () => {
  const headers = { 'svix-id': 'a', 'svix-timestamp': '1', 'svix-signature': 'v1,x' }
  expect(readSignedHeaders(new Headers(headers))).toEqual({ id: 'a', timestamp: '1', signatures: 'v1,x' })
  expect(readSignedHeaders(new Headers({ 'webhook-id': 'a', 'svix-timestamp': '1' }))).toBeNull()
})

test('a secret is handed out and read back as the same key', () => {
  expect(Buffer.from(keyOfSecret(secretOfKey(key)))).toEqual(key)
})
