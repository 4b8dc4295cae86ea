import type { EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { createResendChannel, probeResendChannel } from '@/lib/adapters/resend/create-resend-channel'
import type { SmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import type { SmtpTimeouts } from '@/lib/adapters/smtp-out/smtp-session'
import type { ChannelSenders } from '@/lib/channels/ports'
import type { ChannelSettings } from '@/lib/channels/types'
import type { Login } from '@/lib/credentials/types'
import type { MailSender } from '@/lib/outbound/types'
import { HostBreakers } from './host-breakers'
import { createSmtpChannel, probeSmtpChannel } from './smtp-channel'

const MAX_POOLS = 1_000

interface Pool {
  revision: number
  login: Login | null
  sender: SmtpSender
}

/**
 * The ways out of this process: the operator's own, tenants' servers by SMTP, and Resend. Connections of a channel are
 * kept while its settings stay the same.
 */
export function createChannelSenders(options: {
  system: SmtpSender
  egress: EgressPolicy
  hostname: string
  resendBaseUrl?: string
  timeouts?: Partial<SmtpTimeouts>
}): ChannelSenders & { close(): Promise<void> } {
  const pools = new Map<string, Pool>()
  const breakers = new HostBreakers()

  const poolOf = (channel: ChannelSettings, login: Login | null): MailSender => {
    const known = pools.get(channel.id)
    if (known && known.revision === channel.revision) {
      known.login = login
      return known.sender
    }
    const oldest = known ? channel.id : pools.size >= MAX_POOLS ? pools.keys().next().value : undefined
    if (oldest !== undefined) {
      void pools.get(oldest)?.sender.close()
      pools.delete(oldest)
    }
    const pool: Pool = {
      revision: channel.revision,
      login,
      sender: createSmtpChannel(channel, () => pool.login, breakers, options),
    }
    pools.set(channel.id, pool)
    return pool.sender
  }

  return {
    senderFor: (channel, login) => {
      switch (channel.kind) {
        case 'system':
          return options.system
        case 'smtp':
          return poolOf(channel, login)
        case 'resend':
          return login?.kind === 'api_key' ? createResendChannel(resendOf(login.apiKey)) : notConfiguredSender
      }
    },
    probe: async (channel, login, mail) => {
      if (channel.kind === 'smtp') return probeSmtpChannel(channel, login, mail, options)
      if (channel.kind === 'resend' && login?.kind === 'api_key')
        return probeResendChannel(resendOf(login.apiKey), mail)
      if (channel.kind === 'resend') return { outcome: 'key_refused', serverResponse: '' }
      if (!mail) return { outcome: 'ok', serverResponse: '' }
      const { responseCode, response, outcome } = await options.system.send(mail)
      if (outcome === 'not-configured') return { outcome: 'not_configured', serverResponse: '' }
      const isTaken = responseCode !== null && responseCode < 300
      return { outcome: isTaken ? 'ok' : 'mail_refused', serverResponse: response }
    },
    close: async () => {
      await Promise.all([...pools.values()].map(({ sender }) => sender.close()))
    },
  }

  function resendOf(apiKey: string) {
    return { apiKey, ...(options.resendBaseUrl !== undefined && { baseUrl: options.resendBaseUrl }) }
  }
}
