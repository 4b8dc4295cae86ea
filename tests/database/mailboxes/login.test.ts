import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replaceCredential } from '@/lib/credentials/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { runMailboxTest } from '@/lib/mailboxes/run-mailbox-test'
import { insertTest } from '@/lib/mailboxes/test-store'
import type { MailboxLogin, MailboxTarget, MailboxTestResult } from '@/lib/mailboxes/types'
import { systemScope } from '@/lib/tenancy/scope'
import { startCuttingProxy } from '../../support/cutting-proxy'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { leastOf } from '../../support/least-of'
import { plainAnswers, startScriptedImap } from '../../support/scripted-imap'
import { freePort } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import {
  addMailbox,
  createMailboxRig,
  keys,
  type MailboxRig,
  type MailboxSettings,
  visit,
} from './mailbox-world'

const database = testDatabase()
let world: World
let server: Dovecot
let identity: Server
let rig: MailboxRig

beforeAll(async () => {
  world = await createWorld(database)
  identity = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isGood = Buffer.concat(chunks).toString().includes('good-token')
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(isGood ? { active: 'true', username: 'consenting' } : { active: 'false' }))
    })
  })
  const port = await freePort()
  await new Promise<void>((resolve) => identity.listen(port, '127.0.0.1', resolve))
  server = await startDovecot({ introspectionUrl: `http://127.0.0.1:${port}/introspect` })
  rig = await createMailboxRig(database)
  for (const port of [server.port, server.tlsPort]) rig.open(port)
})
afterAll(async () => {
  await server.stop()
  await rig.pipeline.close()
  await new Promise((resolve) => identity.close(resolve))
})

const target = (part: Partial<MailboxTarget>): MailboxTarget => ({
  host: 'mail.business.example',
  port: server.port,
  encryption: 'none',
  isCertificateChecked: true,
  pinnedFingerprint: null,
  ...part,
})
const withPassword = (part: Partial<Extract<MailboxLogin, { kind: 'password' }>> = {}): MailboxLogin => ({
  kind: 'password',
  username: 'anna',
  password: server.password,
  sharedMailbox: '',
  ...part,
})

/** 'well', or the word for what is wrong. */
async function stateOf(where: Partial<MailboxTarget>, login: MailboxLogin = withPassword()): Promise<string> {
  try {
    const session = await rig.source.connect(target(where), login, { connectTimeoutMs: 3_000 })
    await session.openFolder('INBOX', 'read')
    await session.listUids(1)
    await session.close()
    return 'well'
  } catch (error) {
    if (!isAppError(error, 'mailbox_trouble')) throw error
    return String(error.details.state)
  }
}

describe('encryption', () => {
  test('a certificate nobody signed is refused, whatever the encryption; pinned or unchecked it is taken', async () => {
    const { fingerprint: pinnedFingerprint } = server
    for (const [encryption, port] of [
      ['tls', server.tlsPort],
      ['starttls', server.port],
    ] as const) {
      expect(await stateOf({ encryption, port })).toBe('certificate-refused')
      expect(await stateOf({ encryption, port, pinnedFingerprint })).toBe('well')
      expect(await stateOf({ encryption, port, pinnedFingerprint: 'f'.repeat(64) })).toBe(
        'certificate-refused',
      )
      expect(await stateOf({ encryption, port, isCertificateChecked: false })).toBe('well')
    }
    expect(await stateOf({})).toBe('well')
  })

  test('whoever takes STARTTLS out of the offer gets no password', async () => {
    const proxy = await startCuttingProxy(server.port)
    rig.open(proxy.port)
    proxy.rewrite((text) => text.replaceAll('STARTTLS', 'XXXXXXXX'))
    const { fingerprint: pinnedFingerprint } = server
    expect(await stateOf({ encryption: 'starttls', port: proxy.port, pinnedFingerprint })).toBe(
      'encryption-refused',
    )
    await proxy.close()
    expect(proxy.heard()).not.toMatch(/LOGIN|AUTHENTICATE/i)
    expect(proxy.heard()).not.toContain(server.password)
  })
})

describe('signing in', () => {
  test('a token that the identity provider vouches for opens the mailbox, another does not', async () => {
    const login = { kind: 'oauth', username: 'consenting', sharedMailbox: '' } as const
    expect(await stateOf({}, { ...login, accessToken: 'good-token' })).toBe('well')
    expect(await stateOf({}, { ...login, accessToken: 'withdrawn' })).toBe('password-refused')
  })

  test('a token that a server refuses is told as a consent that ended, at the first refusal and after the last', async () => {
    const mailbox = await addMailbox(rig, world.a, { user: 'consenting', port: server.port, password: '' })
    const give = (accessToken: string) =>
      withTenant(world.a.owner, (db) =>
        replaceCredential(
          db,
          world.a.tenantId,
          {
            credentialId: mailbox.credentialId,
            account: 'consenting',
            secret: { kind: 'oauth', accessToken, refreshToken: 'refresh' },
          },
          keys,
        ),
      )
    await database.query(`UPDATE credential SET kind = 'oauth' WHERE id = $1`, [mailbox.credentialId])
    await database.query(`UPDATE mailbox_connection SET auth = 'oauth' WHERE mailbox_id = $1`, [
      mailbox.mailboxId,
    ])
    await give('withdrawn')
    const refused = { code: 'mailbox_trouble', details: { state: 'consent-revoked' } }
    for (let i = 0; i < 4; i++) await expect(visit(rig, world.a, mailbox)).rejects.toMatchObject(refused)
    const [row] = await database.query('SELECT state, refusals, last_error FROM credential WHERE id = $1', [
      mailbox.credentialId,
    ])
    expect(row).toEqual({ state: 'refused', refusals: 3, last_error: 'token_refused' })
    await give('good-token')
    expect(await visit(rig, world.a, mailbox)).toMatchObject({ kept: 0 })
  })

  test('a server that wants no login is read without one; one that wants it says so', async () => {
    const open = await startScriptedImap({
      greet: '* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n',
      answer: plainAnswers,
    })
    rig.open(open.port)
    expect(await stateOf({ port: open.port }, { kind: 'none', username: '' })).toBe('well')
    expect(open.heard()).not.toMatch(/LOGIN|AUTHENTICATE/)
    await open.close()
    expect(await stateOf({}, { kind: 'none', username: '' })).toBe('login-required')
  })

  test('what servers say to a login is told apart: refused, slowed down, ill, without access, moved', async () => {
    const said: [string, string][] = [
      ['NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', 'password-refused'],
      ['NO LOGIN failed.', 'password-refused'],
      ['NO [ALERT] Too many simultaneous connections. (Failure)', 'throttled'],
      ['NO [LIMIT] Slow down', 'throttled'],
      ['NO [UNAVAILABLE] Temporary authentication failure', 'server-ill'],
      ['NO User is authenticated but not connected.', 'not-connected'],
      ['NO [REFERRAL imap://anna@elsewhere.example/] try there', 'moved'],
      ['NO [PRIVACYREQUIRED] encryption needed', 'encryption-refused'],
    ]
    for (const [answer, state] of said) {
      const fake = await startScriptedImap({
        greet: '* OK [CAPABILITY IMAP4rev1] hello\r\n',
        answer: (tag, command) =>
          /^(?:LOGIN|AUTHENTICATE)/i.test(command) ? `${tag} ${answer}\r\n` : plainAnswers(tag, command),
      })
      rig.open(fake.port)
      expect(await stateOf({ port: fake.port }), answer).toBe(state)
      await fake.close()
    }
  })
})

test('a hostile server gets no further than its own mailbox: no endless wait, no endless memory', async () => {
  const hello = '* OK [CAPABILITY IMAP4rev1] hello\r\n'
  const on = (pattern: RegExp, act: (tag: string) => string | null) => (tag: string, command: string) =>
    pattern.test(command) ? act(tag) : plainAnswers(tag, command)
  const flood = (text: string) => (tag: string, command: string, socket: import('node:net').Socket) => {
    if (!/^UID SEARCH/.test(command)) return plainAnswers(tag, command)
    const chunk = text.repeat(Math.ceil(262_144 / text.length))
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', pour)
    socket.write('* SEARCH')
    pour()
    return ''
  }
  const scripts: [string, Parameters<typeof startScriptedImap>[0], string][] = [
    ['no greeting', { greet: '' }, 'unreachable'],
    ['a web server', { greet: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, 'unreachable'],
    ['gone at once', { greet: null }, 'unreachable'],
    ['goodbye as a greeting', { greet: '* BYE overloaded\r\n' }, 'server-ill'],
    ['gone at SELECT', { greet: hello, answer: on(/^EXAMINE/, () => null) }, 'server-ill'],
    [
      'a literal of 2 GiB',
      { greet: hello, answer: on(/^UID SEARCH/, () => '* SEARCH {2147483648}\r\n') },
      'protocol-broken',
    ],
    ['a line without end', { greet: hello, answer: flood('1') }, 'protocol-broken'],
    ['numbers without end', { greet: hello, answer: flood(' 1') }, 'protocol-broken'],
  ]
  const before = process.memoryUsage().rss
  for (const [name, script, state] of scripts) {
    const fake = await startScriptedImap(script)
    rig.open(fake.port)
    expect(await stateOf({ port: fake.port }), name).toBe(state)
    await fake.close()
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
}, 90_000)

describe('the test of a connection', () => {
  const ungreetedMs = 1_200
  const run = async (
    settings: Partial<MailboxSettings>,
  ): Promise<{ result: MailboxTestResult; tookMs: number }> => {
    const mailbox = await addMailbox(rig, world.a, {
      user: 'anna',
      port: server.port,
      password: server.password,
      isPaused: true,
      ...settings,
    })
    const scope = systemScope(world.a.tenantId, 'test')
    const testId = await withTenant(scope, (db) => insertTest(db, mailbox.mailboxId))
    const startedAt = Date.now()
    await runMailboxTest(scope, { testId }, rig, { ungreetedMs })
    const tookMs = Date.now() - startedAt
    const [row] = await database.query<{ result: MailboxTestResult }>(
      'SELECT result FROM mailbox_test WHERE id = $1',
      [testId],
    )
    if (!row) throw new Error('no test')
    return { result: row.result, tookMs }
  }

  test('tells what is there, and a certificate to be trusted', async () => {
    expect((await run({})).result).toMatchObject({
      state: 'well',
      sentFolder: null,
      canListen: true,
      mailCount: 0,
    })
    const { result } = await run({ encryption: 'tls', port: server.tlsPort })
    expect(result).toMatchObject({ state: 'certificate-refused', fingerprint: server.fingerprint })
  })

  test('before a greeting it says one word, after the same time, whatever is behind host and port', async () => {
    const silent = await startScriptedImap({ greet: '' })
    const other = await startScriptedImap({ greet: '220 smtp ready\r\n' })
    const ports = [await freePort(), silent.port, other.port]
    const seen: MailboxTestResult[] = []
    const once = async (port: number) => {
      const { result, tookMs } = await run({ port })
      seen.push(result)
      expect(tookMs).toBeGreaterThanOrEqual(ungreetedMs - 5)
      return tookMs
    }
    const latestMs = ungreetedMs * 1.3
    const fastest = (port: number) => leastOf(latestMs, () => once(port))
    const times = [...(await Promise.all(ports.map(fastest))), await fastest(7)]
    for (const result of seen) expect(result).toEqual({ ...seen[0], state: 'unreachable' })
    for (const tookMs of times) expect(tookMs).toBeLessThan(latestMs)
    await Promise.all([silent.close(), other.close()])
  })
})
