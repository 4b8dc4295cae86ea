import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createResendChannel, probeResendChannel } from '@/lib/adapters/resend/create-resend-channel'
import { now } from '@/lib/clock'
import { composeMail } from '@/lib/mail/compose'
import type { ReadyMail } from '@/lib/outbound/types'

interface Asked {
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

let server: Server
let asked: Asked[] = []
let answer: { status: number; body: unknown } | 'drop'
let baseUrl = ''

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: { id: '6f2a1c1e-0000-4000-8000-000000000001' } }
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      asked.push({
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? {} : JSON.parse(text),
      })
      if (answer === 'drop') request.socket.destroy()
      else
        response
          .writeHead(answer.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function mailTo(recipients: string[], attempts = 1, queuedAt = now()): Promise<ReadyMail> {
  const { bytes } = await composeMail({
    from: { name: 'Help, "the" desk', address: 'help@alpha.test' },
    to: [{ name: 'Ann', address: 'ann@customer.example' }],
    cc: [{ name: '', address: 'bob@customer.example' }],
    replyTo: [{ name: '', address: 'help+token@alpha.test' }],
    subject: 'Re: Grüße',
    text: 'Hello Ann',
    html: '<p>Hello Ann</p>',
    messageId: 'reply@alpha.test',
    inReplyTo: 'first@customer.example',
    references: ['root@alpha.test', 'first@customer.example'],
    date: new Date('2026-11-20T10:00:00Z'),
    marks: [{ kind: 'auto-generated' }],
    attachments: [{ fileName: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('file') }],
  })
  return {
    envelopeFrom: 'help@alpha.test',
    recipients,
    bytes,
    promise: { key: 'mail-1', queuedAt, attempts },
  }
}

const channel = () => createResendChannel({ apiKey: 're_test', baseUrl })

test('the stored mail becomes one request with its key; nobody is added and the thread is kept', async () => {
  const evidence = await channel().send(await mailTo(['ann@customer.example', 'bob@customer.example']))
  expect(evidence).toMatchObject({
    outcome: 'answered',
    responseCode: 250,
    providerMessageId: '6f2a1c1e-0000-4000-8000-000000000001',
    channelTrouble: null,
  })
  expect(evidence.perRecipient.every(({ isAccepted }) => isAccepted)).toBe(true)
  expect(asked).toHaveLength(1)
  expect(asked[0]?.headers).toMatchObject({ 'idempotency-key': 'mail-1', authorization: 'Bearer re_test' })
  expect(asked[0]?.body).toMatchObject({
    from: '"Help, the desk" <help@alpha.test>',
    to: ['"Ann" <ann@customer.example>'],
    cc: ['bob@customer.example'],
    reply_to: ['help+token@alpha.test'],
    subject: 'Re: Grüße',
    html: expect.stringContaining('Hello Ann'),
    headers: {
      'In-Reply-To': '<first@customer.example>',
      References: '<root@alpha.test> <first@customer.example>',
      'Auto-Submitted': 'auto-generated',
    },
    attachments: [{ filename: 'a.txt' }],
  })
  expect(asked[0]?.body).not.toHaveProperty('bcc')
})

test('who is no longer to get it gets nothing, whatever the headers say', async () => {
  await channel().send(await mailTo(['bob@customer.example']))
  expect(asked[0]?.body).toMatchObject({ to: ['bob@customer.example'] })
  expect(JSON.stringify(asked[0]?.body)).not.toContain('ann@customer.example')
})

test('a lost answer is no reason to be unsure: the same key makes the next request harmless', async () => {
  answer = 'drop'
  const mail = await mailTo(['ann@customer.example'])
  expect(await channel().send(mail)).toMatchObject({
    outcome: 'no-connection',
    sawDataGo: false,
    channelTrouble: 'server_unavailable',
  })
})

test('after 23 hours the key is forgotten there: nothing is sent again by itself', async () => {
  const queuedAt = new Date(now().getTime() - 23 * 3_600_000 - 1_000)
  const evidence = await channel().send(await mailTo(['ann@customer.example'], 2, queuedAt))
  expect(evidence).toMatchObject({ sawDataGo: true, responseCode: null })
  expect(asked).toHaveLength(0)
  await channel().send(await mailTo(['ann@customer.example'], 1, queuedAt))
  expect(asked).toHaveLength(1)
})

test.each([
  [401, 'missing_api_key', 'no-connection', 'key_refused'],
  [403, 'validation_error', 'answered', 'domain_unverified'],
  [429, 'rate_limit_exceeded', 'no-connection', 'throttled'],
  [429, 'daily_quota_exceeded', 'no-connection', 'throttled'],
  [500, 'internal_server_error', 'no-connection', 'server_unavailable'],
  [422, 'validation_error', 'answered', null],
])('%d %s', async (status, name, outcome, trouble) => {
  answer = { status, body: { statusCode: status, name, message: 'told so' } }
  expect(await channel().send(await mailTo(['ann@customer.example']))).toMatchObject({
    outcome,
    channelTrouble: trouble,
    sawDataGo: false,
  })
})

test('a test asks for the key’s rights without sending; a key that may only send is a good one', async () => {
  const options = { apiKey: 're_test', baseUrl }
  expect(await probeResendChannel(options, null)).toMatchObject({ outcome: 'ok' })
  expect(asked[0]?.path).toBe('/domains')
  answer = { status: 401, body: { statusCode: 401, name: 'restricted_api_key', message: 'only sends' } }
  expect(await probeResendChannel(options, null)).toMatchObject({ outcome: 'ok' })
  answer = { status: 401, body: { statusCode: 401, name: 'invalid_api_key', message: 'no' } }
  expect(await probeResendChannel(options, null)).toMatchObject({ outcome: 'key_refused' })
})
