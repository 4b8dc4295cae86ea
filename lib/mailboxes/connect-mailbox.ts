import { type CredentialPorts, openCredential } from '@/lib/credentials/open-credential'
import { recordLoginOutcome } from '@/lib/credentials/record-login-outcome'
import { AppError, isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { unreachable } from '@/lib/unreachable'
import type { LeasedMailbox, MailboxLogin, MailboxStateWord, MailSession, MailSource } from './types'

export interface ConnectPorts {
  source: MailSource
  credentials: CredentialPorts
}

type Connectable = Pick<LeasedMailbox, 'target' | 'auth' | 'username' | 'sharedMailbox' | 'credentialId'>

/**
 * Signs in, with what the tenant gave us for it. What a server says to the login is written down at the credential:
 * after three refusals it is not used again until somebody puts in another.
 *
 * @throws AppError `mailbox_trouble` with the state in its details
 */
export async function connectMailbox(
  scope: TenantScope,
  mailbox: Connectable,
  ports: ConnectPorts,
  limits: { connectTimeoutMs?: number } = {},
): Promise<MailSession> {
  const login = await openLogin(scope, mailbox, ports)
  const { credentialId } = mailbox
  try {
    const session = await ports.source.connect(mailbox.target, login, limits)
    if (credentialId) await recordLoginOutcome(scope, { credentialId, outcome: 'accepted' })
    return session
  } catch (error) {
    if (!isAppError(error, 'mailbox_trouble') || error.details.state !== 'password-refused') throw error
    if (credentialId)
      await recordLoginOutcome(scope, { credentialId, outcome: 'refused', word: refusedWord(mailbox) })
    throw trouble(refusedState(mailbox), 'refused', error)
  }
}

async function openLogin(
  scope: TenantScope,
  mailbox: Connectable,
  ports: ConnectPorts,
): Promise<MailboxLogin> {
  const { auth, credentialId, username, sharedMailbox } = mailbox
  if (auth === 'none') return { kind: 'none', username }
  if (credentialId === null) throw trouble('password-refused', 'no credential')
  const opened = await openCredential(scope, { credentialId }, ports.credentials).catch((error: unknown) => {
    if (isAppError(error, 'credential_refused')) throw trouble(refusedState(mailbox), 'not tried', error)
    // The token could not be refreshed: the provider is ill, not the consent.
    if (isAppError(error, 'server_unavailable') || isAppError(error, 'timed_out'))
      throw trouble('server-ill', 'no fresh token', error)
    if (isAppError(error, 'not_found')) throw trouble(refusedState(mailbox), 'no credential', error)
    // Our key is missing or another one, or our guard forbids to ask for a token: only who runs this can mend it.
    if (
      isAppError(error, 'key_missing') ||
      isAppError(error, 'egress_refused') ||
      !(error instanceof AppError)
    )
      throw trouble('misconfigured', 'cannot be opened here', error)
    throw error
  })
  switch (opened.kind) {
    case 'password':
      return { kind: 'password', username, password: opened.password, sharedMailbox }
    case 'oauth':
      return { kind: 'oauth', username, accessToken: opened.accessToken, sharedMailbox }
    case 'api_key':
      throw trouble('login-unsupported', 'an API key opens no mailbox')
    default:
      return unreachable(opened)
  }
}

const refusedState = ({ auth }: Connectable): MailboxStateWord =>
  auth === 'oauth' ? 'consent-revoked' : 'password-refused'

const refusedWord = ({ auth }: Connectable): string =>
  auth === 'oauth' ? 'token_refused' : 'password_refused'

const trouble = (state: MailboxStateWord, message: string, cause?: unknown): AppError =>
  new AppError('mailbox_trouble', `mailbox ${state}: ${message}`, {
    cause,
    details: { ...(isAppError(cause, 'mailbox_trouble') && cause.details), state, isGreeted: true },
  })
