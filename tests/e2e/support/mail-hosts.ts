import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'

/** A tenant's mail as a provider runs it: IMAP, SMTP that wants a login, and an identity provider for consent. */
export interface MailHosts {
  imap: Dovecot
  smtp: SmtpSink
  /** Who signed in to send, in order: method and user. */
  senders: string[]
  identity: IdentityProvider
  smtpPassword: string
  /** What the product is started with, so that it reaches them and trusts their certificates. */
  env: Record<string, string>
  close(): Promise<void>
}

export async function startMailHosts(baseUrl: string): Promise<MailHosts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-mail-hosts-'))
  const identity = await startIdentityProvider([`${baseUrl}/api/oauth/google/callback`])
  const imap = await startDovecot({ introspectionUrl: identity.introspectionUrl })
  const certificate = await makeCertificate(folder)
  const senders: string[] = []
  const smtpPassword = 'a password to send with'
  const smtp = await startSmtpSink({
    server: {
      ...certificate,
      secure: true,
      disabledCommands: [],
      authOptional: false,
      authMethods: ['PLAIN', 'XOAUTH2'],
      onAuth: async (auth, _session, done) => {
        const isRight =
          auth.method === 'XOAUTH2'
            ? (await whoseToken(identity, auth.accessToken ?? '')) === auth.username
            : auth.password === smtpPassword
        if (isRight) senders.push(`${auth.method} ${auth.username}`)
        if (isRight) return done(null, { user: auth.username })
        done(Object.assign(new Error('5.7.8 refused'), { responseCode: 535 }))
      },
    },
  })
  const trusted = path.join(folder, 'trusted.pem')
  await writeFile(trusted, `${imap.certificate}\n${certificate.cert}`)
  const places = [imap.tlsPort, smtp.port, identity.port]
  return {
    ...{ imap, smtp, senders, identity, smtpPassword },
    env: {
      ...identity.env,
      EGRESS_ALLOW: places.flatMap((port) => [`127.0.0.1:${port}`, `[::1]:${port}`]).join(','),
      NODE_EXTRA_CA_CERTS: trusted,
      MAIL_GOOGLE_IMAP: `localhost:${imap.tlsPort}`,
      MAIL_GOOGLE_SMTP: `localhost:${smtp.port}`,
    },
    close: async () => {
      await Promise.all([imap.stop(), smtp.close(), identity.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Null for a token that the provider does not know. */
async function whoseToken(identity: IdentityProvider, token: string): Promise<string | null> {
  const body = new URLSearchParams({ token })
  const answer = await fetch(identity.introspectionUrl, { method: 'POST', body })
  const { username }: { username?: string } = await answer.json()
  return username ?? null
}

async function makeCertificate(folder: string): Promise<{ key: string; cert: string }> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' })
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
}
