import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort } from './worker-process'

/** A real IMAP server on a loopback port, with mailboxes on a folder of its own. */
export interface Dovecot {
  readonly port: number
  readonly tlsPort: number
  readonly password: string
  /** SHA-256 of its self-signed certificate, hex. */
  readonly fingerprint: string
  /** The certificate, for whoever shall trust it; it names localhost. */
  readonly certificate: string
  /** Somebody else's client, such as a telephone: signed in, and closed when the work is done. */
  asPerson<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T>
  /** Puts a mail where the server's own delivery would. @returns its UID */
  deliver(user: string, mail: string, options?: DeliverOptions): Promise<number>
  /** Many at once, in order. */
  deliverAll(user: string, mails: readonly string[], options?: DeliverOptions): Promise<void>
  /** Puts a mail into the inbox past the protocol, as a local delivery agent does. */
  drop(user: string, mail: Uint8Array): Promise<void>
  /** UIDs and flags of a folder, as the server has them. */
  list(user: string, folder?: string): Promise<{ uid: number; flags: string[]; messageId: string }[]>
  /** Forgets UIDs and gives the folder another UIDVALIDITY. The mails stay. */
  renumber(user: string, uidValidity: number): Promise<void>
  log(): Promise<string>
  stop(): Promise<void>
}

export interface DeliverOptions {
  folder?: string
  receivedAt?: Date
  flags?: string[]
}

export interface DovecotSettings {
  /** Where tokens are asked about; without it there are passwords only. */
  introspectionUrl?: string
  /** What it claims to be able to do, instead of everything. */
  capabilities?: string
}

const password = 'correct-horse'

/** Every user signs in with `password`; a user's folders are made on first use. */
export async function startDovecot(settings: DovecotSettings = {}): Promise<Dovecot> {
  const dir = await mkdtemp(path.join(tmpdir(), 'postino-dovecot-'))
  await chmod(dir, 0o755)
  await mkdir(path.join(dir, 'mail'))
  await chmod(path.join(dir, 'mail'), 0o777)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const fingerprint = await makeCertificate(dir)
  if (settings.introspectionUrl)
    await writeFile(path.join(dir, 'oauth2.conf.ext'), oauthConfiguration(settings.introspectionUrl))
  await writeFile(path.join(dir, 'dovecot.conf'), configuration(dir, { port, tlsPort, ...settings }))
  const child = spawn('dovecot', ['-F', '-c', path.join(dir, 'dovecot.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  await untilListening(port, child, lines)

  const asPerson = async <T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      logger: false,
      disableAutoIdle: true,
      auth: { user, pass: password },
    })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.logout().catch(() => {})
    }
  }
  const log = () => readFile(path.join(dir, 'log'), 'utf8').catch(() => '')
  return {
    port,
    tlsPort,
    password,
    fingerprint,
    certificate: await readFile(path.join(dir, 'cert.pem'), 'utf8'),
    asPerson,
    log,
    deliver: (user, mail, { folder = 'INBOX', receivedAt, flags = [] } = {}) =>
      asPerson(user, async (client) => {
        if (folder !== 'INBOX') await client.mailboxCreate(folder).catch(() => {})
        const stored = await client.append(folder, mail.replaceAll(/\r?\n/g, '\r\n'), flags, receivedAt)
        if (!stored || stored.uid === undefined) throw new Error('the server kept no mail')
        return stored.uid
      }),
    deliverAll: (user, mails, { folder = 'INBOX', receivedAt, flags = [] } = {}) =>
      asPerson(user, async (client) => {
        for (const mail of mails)
          await client.append(folder, mail.replaceAll(/\r?\n/g, '\r\n'), flags, receivedAt)
      }),
    drop: async (user, mail) => {
      const name = `${Date.now()}.${randomBytes(12).toString('hex')}.bench`
      const draft = path.join(dir, 'mail', user, 'tmp', name)
      await writeFile(draft, mail, { mode: 0o644 })
      await rename(draft, path.join(dir, 'mail', user, 'new', name))
    },
    list: (user, folder = 'INBOX') =>
      asPerson(user, async (client) => {
        const opened = await client.mailboxOpen(folder, { readOnly: true }).catch(() => null)
        if (!opened || opened.exists === 0) return []
        const found = await client.fetchAll('1:*', { uid: true, flags: true, envelope: true })
        return found.map((one) => ({
          uid: one.uid,
          flags: [...(one.flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
          messageId: (one.envelope?.messageId ?? '').replace(/[<>]/g, ''),
        }))
      }),
    renumber: async (user, uidValidity) => {
      const box = path.join(dir, 'mail', user)
      const uidList = path.join(box, 'dovecot-uidlist')
      const rows = (await readFile(uidList, 'utf8'))
        .split('\n')
        .slice(1)
        .filter((row) => row !== '')
      const names = rows.map((row) => row.slice(row.indexOf(':') + 1))
      const header = `3 V${uidValidity} N${names.length + 1001} G${randomBytes(16).toString('hex')}`
      await writeFile(uidList, `${[header, ...names.map((name, i) => `${1001 + i} :${name}`)].join('\n')}\n`)
      for (const name of ['dovecot.index', 'dovecot.index.log', 'dovecot.index.cache'])
        await rm(path.join(box, name), { force: true })
    },
    stop: async () => {
      await end(child)
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function configuration(dir: string, settings: DovecotSettings & { port: number; tlsPort: number }): string {
  const { introspectionUrl } = settings
  const oauth = introspectionUrl
    ? `passdb {\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = ${dir}/oauth2.conf.ext\n}`
    : ''
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
mail_debug = no
auth_verbose = yes
protocols = imap
listen = 127.0.0.1
default_login_user = dovenull
default_internal_user = dovecot
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login${introspectionUrl ? ' xoauth2 oauthbearer' : ''}
auth_failure_delay = 0
auth_cache_size = 0
mail_location = maildir:${dir}/mail/%u
mail_max_userip_connections = 100
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
passdb {
 driver = static
 mechanisms = plain login
 args = password=${password}
}
${oauth}
userdb {
 driver = static
 args = uid=nobody gid=nogroup home=${dir}/mail/%u
}
namespace inbox {
 inbox = yes
 mailbox Sent {
  auto = create
  special_use = \\Sent
 }
}
service imap-login {
 chroot =
 inet_listener imap {
  port = ${settings.port}
 }
 inet_listener imaps {
  port = ${settings.tlsPort}
  ssl = yes
 }
}
service anvil {
 chroot =
 # Refused logins must not slow down the next test.
 unix_listener anvil-auth-penalty {
  mode = 0
 }
}
protocol imap {
 mail_plugins =
 ${settings.capabilities ? `imap_capability = ${settings.capabilities}` : ''}
}
`
}

const oauthConfiguration = (introspectionUrl: string): string => `
introspection_mode = post
introspection_url = ${introspectionUrl}
username_attribute = username
active_attribute = active
active_value = true
`

async function makeCertificate(dir: string): Promise<string> {
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-keyout', `${dir}/key.pem`, '-out', `${dir}/cert.pem`],
  ])
  const told = await run('openssl', ['x509', '-in', `${dir}/cert.pem`, '-noout', '-fingerprint', '-sha256'])
  return told
    .slice(told.indexOf('=') + 1)
    .trim()
    .replaceAll(':', '')
    .toLowerCase()
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args)
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve(Buffer.concat(output).toString())
        : reject(new Error(`${command} ended with ${code}`)),
    )
  })
}

async function untilListening(port: number, child: ChildProcess, lines: string[]): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 25) {
    if (child.exitCode !== null) break
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`dovecot does not listen: ${lines.join('')}`)
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 3_000)
    child.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
