import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import type { EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { resolveOutbound } from '@/lib/adapters/connect-out/resolve-outbound'
import { AppError } from '@/lib/errors'
import type { MailboxLogin, MailboxTarget, MailSource } from '@/lib/mailboxes/types'
import { ImapSession } from './imap-session'
import { toMailboxTrouble } from './imap-trouble'
import { createTransport } from './mail-transport'

const connectTimeoutMs = 20_000
/** Some servers look the client up in the DNS before they greet. */
const greetingTimeoutMs = 15_000
/** Silence in the middle of a command. */
const commandTimeoutMs = 60_000
/** The largest mail we fetch, and the framing around it. */
const maxLiteralBytes = 52 * 1024 * 1024
const maxLineBytes = 4 * 1024 * 1024

/** IMAP mailboxes behind the guard: every connection goes to an address that was checked for this one use. */
export function createMailSource(policy: EgressPolicy): MailSource {
  return {
    connect: async (target, login, limits = {}) => {
      const timeoutMs = limits.connectTimeoutMs ?? connectTimeoutMs
      const greetingMs = Math.min(timeoutMs, greetingTimeoutMs)
      let transport: ReturnType<typeof createTransport> | undefined
      try {
        const isWeak =
          target.encryption === 'none' || (!target.isCertificateChecked && !target.pinnedFingerprint)
        const checked = await resolveOutbound(
          { host: target.host, port: target.port, purpose: 'imap', protection: isWeak ? 'weak' : 'checked' },
          policy,
        )
        transport = createTransport(checked, target, greetingMs)
        const client = new ImapFlow({
          ...fixedOptions,
          ...encryptionOf(target),
          host: checked.servername || checked.address,
          port: target.port,
          transport,
          auth: authOf(login),
          connectionTimeout: timeoutMs,
          greetingTimeout: greetingMs,
        })
        // Without a listener the first broken connection would end the process. What it says is also thrown.
        client.on('error', () => {})
        await client.connect()
        return new ImapSession(client, transport)
      } catch (error) {
        transport?.destroy()
        const trouble = toMailboxTrouble(error, transport?.isGreeted ?? false)
        // Nobody's password was refused where none was given.
        if (login.kind === 'none' && trouble.details.state === 'password-refused')
          throw new AppError('mailbox_trouble', 'a login is wanted', {
            cause: error,
            details: { ...trouble.details, state: 'login-required' },
          })
        throw trouble
      }
    },
  }
}

const fixedOptions: ImapFlowOptions = {
  logger: false,
  disableAutoIdle: true,
  disableCompression: true,
  socketTimeout: commandTimeoutMs,
  // Servers drop an IDLE after 29 minutes at the earliest, routers on the way after five.
  maxIdleTime: 4 * 60_000,
  maxLiteralSize: maxLiteralBytes,
  maxLineLength: maxLineBytes,
  maxResponseSize: maxLiteralBytes + maxLineBytes,
  maxResponseTokens: 200_000,
  clientInfo: { name: 'Postino', version: false, vendor: false, 'support-url': false },
}

function encryptionOf({ encryption }: MailboxTarget): Pick<ImapFlowOptions, 'secure' | 'doSTARTTLS'> {
  if (encryption === 'tls') return { secure: true }
  // Required, never "if offered": who can take the offer out of a greeting would get the password.
  return { secure: false, doSTARTTLS: encryption === 'starttls' }
}

/**
 * A shared mailbox: with a password it is the identity to act as (SASL PLAIN, RFC 4616); with a token it is the user
 * named beside the token, as Exchange wants it. Without a login the server must greet as signed in (PREAUTH) or take
 * anybody (RFC 4505 by its spirit).
 */
function authOf(login: MailboxLogin): NonNullable<ImapFlowOptions['auth']> {
  switch (login.kind) {
    case 'password':
      return {
        user: login.username,
        pass: login.password,
        ...(login.sharedMailbox && { authzid: login.sharedMailbox, loginMethod: 'AUTH=PLAIN' }),
      }
    case 'oauth':
      return { user: login.sharedMailbox || login.username, accessToken: login.accessToken }
    case 'none':
      return { user: login.username || 'anonymous', pass: 'anonymous' }
  }
}
