import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createEgressPolicy,
  type EgressPolicy,
  type Resolver,
} from '@/lib/adapters/connect-out/egress-policy'
import { createGuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { type OutboundPurpose, resolveOutbound } from '@/lib/adapters/connect-out/resolve-outbound'
import { insideHosts } from '../../../support/inside-hosts'

let canary: Server
let port: number
let connects = 0

beforeAll(async () => {
  canary = createServer((socket) => {
    connects++
    socket.on('error', () => undefined)
    socket.end(
      'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    )
  }).listen(0, '::')
  await once(canary, 'listening')
  port = (canary.address() as AddressInfo).port
})
afterAll(() => canary.close())
beforeEach(() => {
  connects = 0
})

const policyWith = (allow: string, resolve?: Resolver, more: Record<string, unknown> = {}): EgressPolicy =>
  createEgressPolicy(
    {
      ...{ EGRESS_ALLOW: allow, FORBID_WEAK_ENCRYPTION: false, BLOBS: 'disk:x', INNGEST_BASE_URL: undefined },
      ...{ DATABASE_URL: undefined, DATABASE_APP_URL: undefined, DATABASE_SYSTEM_URL: undefined },
      ...{ DATABASE_EXECUTOR_URL: undefined, DATABASE_DIRECT_URL: undefined, ...more },
    },
    resolve,
  )

const kinds: OutboundPurpose[] = ['imap', 'smtp', 'https']
const answering =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

/** As an adapter does: ask, then connect to the answer. */
async function open(host: string, purpose: OutboundPurpose, policy: EgressPolicy): Promise<void> {
  const target = await resolveOutbound({ host, port, purpose, protection: 'checked' }, policy)
  const socket = connect({ host: target.address, port: target.port })
  await once(socket, 'connect')
  socket.destroy()
}

test('there are sixty spellings or more', () => {
  expect(new Set(insideHosts).size).toBeGreaterThanOrEqual(60)
})

test.each(kinds)('no spelling of an inside address leads an %s connection to it', async (purpose) => {
  const policy = policyWith('')
  const fetchOut = createGuardedFetch(policy)
  for (const host of insideHosts) {
    const attempt =
      purpose === 'https'
        ? fetchOut(`https://${host.includes(':') ? `[${host}]` : host}:${port}/`)
        : open(host, purpose, policy)
    const error: unknown = await attempt.then(
      () => 'connected',
      (thrown: unknown) => thrown,
    )
    // The port is no excuse: it is looked at last. What URL itself takes for no host is refused by it.
    if (error instanceof TypeError && 'code' in error) expect(error.code).toBe('ERR_INVALID_URL')
    else {
      expect(error, host).toMatchObject({ code: 'egress_refused' })
      expect(error, host).toHaveProperty('details.trouble', expect.stringMatching(/^host_/))
    }
  }
  expect(connects).toBe(0)
})

test('what the operator opened is reached, at that port only', async () => {
  const policy = policyWith(`127.0.0.1/32:${port}, [::1/128]:${port}`)
  await open('127.0.0.1', 'imap', policy)
  await open('::1', 'smtp', policy)
  await open('::ffff:127.0.0.1', 'smtp', policy)
  expect(connects).toBe(3)
  await expect(
    resolveOutbound({ host: '127.0.0.1', port: 993, purpose: 'imap', protection: 'checked' }, policy),
  ).rejects.toMatchObject({ details: { trouble: 'host_forbidden' } })
})

test('a name that answers differently at the second look-up is refused then: nothing is remembered', async () => {
  let asked = 0
  const flipping: Resolver = async () => [
    { address: asked++ === 0 ? '93.184.215.14' : '127.0.0.1', family: 4 },
  ]
  const policy = policyWith('', flipping)
  const target = { host: 'mail.example', port: 993, purpose: 'imap', protection: 'checked' } as const
  expect(await resolveOutbound(target, policy)).toMatchObject({
    address: '93.184.215.14',
    servername: 'mail.example',
  })
  expect(asked).toBe(1)
  await expect(resolveOutbound(target, policy)).rejects.toMatchObject({
    details: { trouble: 'host_forbidden' },
  })
})

test('one inside address among public ones spoils the name', async () => {
  const policy = policyWith('', answering('93.184.215.14', '2606:2800:21f::1', '10.0.0.1'))
  await expect(
    resolveOutbound({ host: 'mail.example', port: 993, purpose: 'imap', protection: 'checked' }, policy),
  ).rejects.toMatchObject({ details: { trouble: 'host_forbidden' } })
})

test('each purpose has its ports', async () => {
  const policy = policyWith('', answering('93.184.215.14'))
  const table: Record<OutboundPurpose, number[]> = {
    imap: [143, 993],
    smtp: [25, 465, 587, 2525],
    https: [443],
  }
  for (const purpose of kinds)
    for (const tried of [22, 25, 80, 143, 443, 465, 587, 993, 2525, 3306, 5432, 6379]) {
      const answer = resolveOutbound(
        { host: 'h.example', port: tried, purpose, protection: 'checked' },
        policy,
      )
      if (table[purpose].includes(tried)) expect((await answer).port).toBe(tried)
      else await expect(answer).rejects.toMatchObject({ details: { trouble: 'port_forbidden' } })
    }
})

test('our own database and bucket are refused by address, even where they are public', async () => {
  const policy = policyWith('', answering('93.184.215.14'), {
    DATABASE_URL: 'postgres://u:p@93.184.215.14:5432/x',
  })
  await expect(
    resolveOutbound({ host: 'h.example', port: 993, purpose: 'imap', protection: 'checked' }, policy),
  ).rejects.toMatchObject({ details: { trouble: 'host_forbidden' } })
})

test('weak encryption is the tenant’s choice unless the operator forbids it', async () => {
  const target = { host: 'h.example', port: 143, purpose: 'imap', protection: 'weak' } as const
  expect(await resolveOutbound(target, policyWith('', answering('93.184.215.14')))).toBeTruthy()
  const strict = policyWith('', answering('93.184.215.14'), { FORBID_WEAK_ENCRYPTION: true })
  await expect(resolveOutbound(target, strict)).rejects.toMatchObject({
    details: { trouble: 'encryption_forbidden' },
  })
})

test('what is no host name is not looked up', async () => {
  let asked = 0
  const policy = policyWith('', async () => {
    asked++
    return [{ address: '93.184.215.14', family: 4 }]
  })
  for (const host of [
    '',
    ' ',
    'a b',
    'a\r\nb',
    'a\0b',
    'a/b',
    'a@b',
    'user:pw@b',
    `${'a'.repeat(254)}`,
    '-a',
    '$(x)',
  ])
    await expect(
      resolveOutbound({ host, port: 993, purpose: 'imap', protection: 'checked' }, policy),
    ).rejects.toMatchObject({ details: { trouble: 'host_unknown' } })
  expect(asked).toBe(0)
})

test('a redirect is an answer, not an order', async () => {
  const fetchOut = createGuardedFetch(policyWith(`127.0.0.1/32:${port}`))
  const answer = await fetchOut(`http://127.0.0.1:${port}/`)
  expect(answer.status).toBe(302)
  expect(connects).toBe(1)
})

test('plain http is for hosts that the operator opened', async () => {
  const fetchOut = createGuardedFetch(policyWith('', answering('93.184.215.14')))
  await expect(fetchOut('http://public.example:443/')).rejects.toMatchObject({ code: 'egress_refused' })
})

test.each(['10.0.0.0/8', '10.0.0.0/8:0', '10.0.0.0/99:993', 'host:993', '10.0.0.0/8:70000'])(
  'EGRESS_ALLOW=%s stops the start',
  (text) => {
    expect(() => policyWith(text)).toThrow(/EGRESS_ALLOW/)
  },
)
