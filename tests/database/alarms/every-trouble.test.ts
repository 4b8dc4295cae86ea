import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer, type Server } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replaceCredential } from '@/lib/credentials/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { redirectUri } from '@/lib/oauth/rules'
import { type CuttingProxy, startCuttingProxy } from '../../support/cutting-proxy'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { testEnv } from '../../support/env'
import { prepareExecutorTables } from '../../support/executor-tables'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider'
import { mailText } from '../../support/ingest'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import { addMailbox, keys, until } from '../mailboxes/mailbox-world'
import { consentAt } from '../oauth/consent'

/**
 * The five ways in which a mailbox that worked stops to, each at a server that does it, with the worker as it runs: what
 * the administrators get to read, and that all goes on by itself when the cause is gone.
 */
const database = testDatabase()
const consented = 'consented@alpha.test'
let world: World
let server: Dovecot
let provider: IdentityProvider
let sink: SmtpSink
let ill: CuttingProxy
let busy: CuttingProxy
let locked: CuttingProxy
let secure: Server
let certificates: Certificates
let worker: WorkerProcess

beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  provider = await startIdentityProvider([redirectUri(testEnv.BASE_URL, 'microsoft')])
  server = await startDovecot({ introspectionUrl: provider.introspectionUrl })
  sink = await startSmtpSink()
  // Hosts of their own: repeated logins at one host are spaced out.
  ill = await startCuttingProxy(server.port, '127.0.0.2')
  busy = await startCuttingProxy(server.port, '127.0.0.3')
  locked = await startCuttingProxy(server.port, '127.0.0.4')
  certificates = await makeCertificates()
  secure = createServer(certificates.expired, (socket) => {
    const upstream = connect(server.port, '127.0.0.1')
    for (const one of [socket, upstream]) {
      one.on('error', () => {})
      one.on('close', () => {
        socket.destroy()
        upstream.destroy()
      })
    }
    socket.pipe(upstream).pipe(socket)
  })
  secure.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await worker?.end('SIGKILL')
  secure.close()
  await Promise.all([
    server.stop(),
    provider.close(),
    sink.close(),
    ill.close(),
    busy.close(),
    locked.close(),
  ])
})

const portOf = (one: Server): number => {
  const address = one.address()
  return typeof address === 'object' && address ? address.port : 0
}
const say = (answer: string) => (text: string) => text.replace(/^(\S+) OK .*Logged in\.?/m, `$1 NO ${answer}`)
/** The bodies, out of quoted-printable (RFC 2045, 6.7). */
const told = () =>
  sink.ledger.map(({ bytes }) => {
    const [, body = ''] = bytes.toString('latin1').split(/\r\n\r\n([\s\S]*)/)
    const plain = body
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Buffer.from(plain, 'latin1').toString('utf8')
  })
const timesTold = (line: string) =>
  told().reduce((count, text) => count + text.split('\r\n').filter((one) => one === line).length, 0)

test('password refused, consent withdrawn, certificate expired, server ill, logins throttled: each is told once, and goes on by itself when it is over', {
  timeout: 400_000,
}, async () => {
  const settings = { password: server.password, cutOffAt: new Date('2026-01-01') }
  const open = { open: () => undefined }
  await addMailbox(open, world.a, { ...settings, user: 'ill', host: '127.0.0.2', port: ill.port })
  await addMailbox(open, world.a, { ...settings, user: 'busy', host: '127.0.0.3', port: busy.port })
  const { credentialId } = await addMailbox(open, world.a, {
    ...settings,
    user: 'locked',
    host: '127.0.0.4',
    port: locked.port,
    password: 'not this one',
  })
  await addMailbox(open, world.a, {
    ...settings,
    user: 'secure',
    host: 'localhost',
    port: portOf(secure),
    encryption: 'tls',
  })
  await consentAt(provider, world.a, consented)
  await database.query(
    `UPDATE mailbox_connection SET host = '127.0.0.1', port = $2, encryption = 'none', cut_off_at = '2026-01-01'
     WHERE address = $1`,
    [consented, server.port],
  )
  await database.query(`UPDATE mailbox SET paused_at = NULL, name = 'consented' WHERE id IN
    (SELECT mailbox_id FROM mailbox_connection WHERE credential_id IS NOT NULL AND address = '${consented}')`)
  await database.query(`UPDATE credential SET expires_at = now() WHERE account = $1`, [consented])
  await provider.endConsents()
  ill.rewrite(say('[UNAVAILABLE] Temporary authentication failure'))
  busy.rewrite(say('[LIMIT] Too many logins'))
  for (const user of ['ill', 'busy', 'secure', 'locked', consented])
    await server.deliver(user, mailText({ Subject: `Waits at ${user}` }))

  worker = await startWorker({
    database,
    smtpPort: await freePort(),
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-troubles-')),
    env: {
      ...provider.env,
      NODE_EXTRA_CA_CERTS: certificates.authority,
      EGRESS_ALLOW: [server.port, ill.port, busy.port, locked.port, portOf(secure), provider.port]
        .map((port) => `127.0.0.0/8:${port}`)
        .join(),
      SYSTEM_MAIL_URL: `smtp://127.0.0.1:${sink.port}`,
      SYSTEM_MAIL_FROM: 'alarms@operator.test',
    },
  })
  await until(async () => (await statesOf()).every(([, state]) => state !== 'new'), 90_000)
  expect(await statesOf()).toEqual([
    ['busy', 'throttled'],
    ['consented', 'consent-revoked'],
    ['ill', 'server-ill'],
    ['locked', 'password-refused'],
    ['secure', 'certificate-refused'],
  ])
  // Five minutes go by: what may pass by itself has its patience, and has been tried more than once.
  await database.query(
    `UPDATE mailbox_connection SET state_since = now() - interval '5 minutes',
       last_success_at = now() - interval '5 minutes', failures = greatest(failures, 3)`,
  )
  const lines = ['busy', 'consented', 'ill', 'locked', 'secure'].map(
    (name) => `No mail comes from the mailbox \u201c${name}\u201d`,
  )
  await until(async () => lines.every((line) => timesTold(line) > 0), 90_000)
  const remedies = told().join('\n')
  for (const remedy of [
    'Enter the password again',
    'Connect it again',
    'certificate of the mail server',
    'does not answer as it should',
  ])
    expect(remedies).toContain(remedy)
  expect(remedies).not.toContain('not this one')
  expect(new Set(sink.ledger.map(({ to }) => to.join()))).toEqual(new Set(['owner@alpha.test']))
  expect(sink.ledger[0]?.bytes.toString()).toContain('alarms@operator.test')

  ill.rewrite(null)
  busy.rewrite(null)
  secure.setSecureContext(certificates.valid)
  await consentAt(provider, world.a, consented)
  await withTenant(world.a.owner, (db) =>
    replaceCredential(
      db,
      world.a.tenantId,
      { credentialId, account: 'locked', secret: { kind: 'password', password: server.password } },
      keys,
    ),
  )
  // The pauses between two tries are no part of this.
  await database.query('UPDATE mailbox_connection SET next_attempt_at = now()')
  await until(async () => (await statesOf()).every(([, state]) => state === 'well'), 90_000)
  await until(async () => {
    const [row] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ticket WHERE subject LIKE 'Waits at %'`,
    )
    return row?.count === 5
  }, 60_000)
  await until(async () => lines.every((line) => timesTold(`Solved: ${line}`) > 0), 90_000)
  for (const line of lines)
    expect([line, timesTold(line), timesTold(`Solved: ${line}`)]).toEqual([line, 1, 1])
})

async function statesOf(): Promise<[string, string][]> {
  const rows = await database.query<{ name: string; state: string }>(
    `SELECT m.name, c.state FROM mailbox_connection c JOIN mailbox m ON m.id = c.mailbox_id ORDER BY m.name`,
  )
  return rows.map(({ name, state }) => [name, state])
}

interface Certificates {
  /** A file, for whoever shall trust it. */
  authority: string
  expired: { key: string; cert: string }
  valid: { key: string; cert: string }
}

async function makeCertificates(): Promise<Certificates> {
  const dir = await mkdtemp(path.join(tmpdir(), 'postino-certificates-'))
  const run = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: dir })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await writeFile(path.join(dir, 'names'), 'subjectAltName=DNS:localhost')
  await run(
    'req',
    '-x509',
    ...curve,
    '-days',
    '2',
    '-subj',
    '/CN=Tests',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  await run('req', ...curve, '-subj', '/CN=localhost', '-keyout', 'leaf.key', '-out', 'leaf.csr')
  const sign = (days: string, out: string) =>
    run(
      ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', days, '-extfile', 'names', '-out', out],
    )
  await sign('-1', 'expired.pem')
  await sign('2', 'valid.pem')
  const read = (name: string) => readFile(path.join(dir, name), 'utf8')
  const key = await read('leaf.key')
  return {
    authority: path.join(dir, 'ca.pem'),
    expired: { key, cert: await read('expired.pem') },
    valid: { key, cert: await read('valid.pem') },
  }
}
