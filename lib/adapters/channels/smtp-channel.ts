import type { EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { resolveOutbound } from '@/lib/adapters/connect-out/resolve-outbound'
import {
  createPooledSender,
  defaultSmtpTimeouts,
  type SmtpSender,
} from '@/lib/adapters/smtp-out/create-smtp-sender'
import { SetupFailure, SmtpSession, type SmtpTimeouts } from '@/lib/adapters/smtp-out/smtp-session'
import type { SmtpLogin } from '@/lib/adapters/smtp-out/smtp-target'
import type { ProbeResult } from '@/lib/channels/ports'
import type { ChannelSettings } from '@/lib/channels/types'
import type { Login } from '@/lib/credentials/types'
import { isAppError } from '@/lib/errors'
import type { ReadyMail } from '@/lib/outbound/types'
import type { HostBreakers } from './host-breakers'

export interface SmtpChannelOptions {
  egress: EgressPolicy
  hostname: string
  timeouts?: Partial<SmtpTimeouts>
}

const MAX_CONNECTIONS = 3
/** Short: somebody waits for the answer, and every failure before the greeting takes this long to be told. */
const probeTimeouts: SmtpTimeouts = {
  setupTimeoutMs: 8_000,
  replyTimeoutMs: 8_000,
  afterDataTimeoutMs: 20_000,
  totalTimeoutMs: 30_000,
}

/** A pool for one channel. `readLogin` is asked at every new connection: tokens change. */
export function createSmtpChannel(
  channel: ChannelSettings,
  readLogin: () => Login | null,
  breakers: HostBreakers,
  options: SmtpChannelOptions,
): SmtpSender {
  const timeouts = { ...defaultSmtpTimeouts, ...options.timeouts }
  return createPooledSender({
    open: () => openChannelSession(channel, readLogin(), options, timeouts),
    breaker: breakers.for(channel),
    // A password that is refused says that the host lives; the credential itself counts its refusals.
    countsForBreaker: ({ trouble }) => trouble === 'server_unavailable',
    maxConnections: MAX_CONNECTIONS,
  })
}

export async function probeSmtpChannel(
  channel: ChannelSettings,
  login: Login | null,
  mail: ReadyMail | null,
  options: SmtpChannelOptions,
): Promise<ProbeResult> {
  let session: SmtpSession
  try {
    session = await openChannelSession(channel, login, options, { ...probeTimeouts, ...options.timeouts })
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    const { trouble, hasGreeted, evidence, fingerprint } = error
    const mayBeTold = hasGreeted || trouble === 'encryption_forbidden' || trouble === 'certificate'
    return mayBeTold
      ? {
          outcome: trouble,
          serverResponse: evidence.responseCode === null ? '' : evidence.response,
          fingerprint,
        }
      : { outcome: 'no_greeting', serverResponse: '' }
  }
  try {
    if (!mail) return { outcome: 'ok', serverResponse: '' }
    const { evidence } = await session.send(mail)
    const isTaken = evidence.responseCode !== null && evidence.responseCode < 300
    return { outcome: isTaken ? 'ok' : 'mail_refused', serverResponse: evidence.response }
  } finally {
    session.quit()
  }
}

/** Looks the host up and checks it anew for every connection. @throws SetupFailure */
async function openChannelSession(
  channel: ChannelSettings,
  login: Login | null,
  { egress, hostname }: SmtpChannelOptions,
  timeouts: SmtpTimeouts,
): Promise<SmtpSession> {
  const { host, port, encryption, isCertificateChecked, pinnedFingerprint } = channel
  const isProtected = encryption !== 'none' && (isCertificateChecked || pinnedFingerprint !== null)
  const protection = isProtected ? 'checked' : 'weak'
  const target = await resolveOutbound({ host, port, purpose: 'smtp', protection }, egress).catch(
    notConnected,
  )
  return SmtpSession.open(
    {
      host,
      port,
      address: target.address,
      tls: encryption === 'tls' ? 'implicit' : encryption === 'starttls' ? 'required' : 'none',
      isCertificateChecked,
      pinnedFingerprint,
      login: toSmtpLogin(login),
    },
    hostname,
    timeouts,
  )
}

/** Why a host was not connected to is nobody's business but the operator's: a tenant would read our network off it. */
function notConnected(error: unknown): never {
  if (!isAppError(error, 'egress_refused')) throw error
  const isForbidden = error.details.trouble === 'encryption_forbidden'
  throw new SetupFailure(
    {
      outcome: 'no-connection',
      responseCode: null,
      response: 'the server cannot be reached',
      command: 'CONN',
      sawDataGo: false,
      perRecipient: [],
      providerMessageId: null,
    },
    isForbidden ? 'encryption_forbidden' : 'server_unavailable',
    false,
    null,
  )
}

function toSmtpLogin(login: Login | null): SmtpLogin | null {
  switch (login?.kind) {
    case undefined:
      return null
    case 'password':
      return { user: login.user, pass: login.password }
    case 'oauth':
      return { user: login.user, accessToken: login.accessToken }
    case 'api_key':
      throw new Error('an API key is no login for SMTP')
  }
}
