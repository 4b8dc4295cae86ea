import type { Secret } from '@/lib/credentials/types'
import { AppError } from '@/lib/errors'
import { providerServers } from './rules'
import type { ChannelEncryption, ChannelKind, ChannelProvider } from './types'

/** What a form says of the server. */
interface ServerForm {
  host: string
  port: number
  encryption: ChannelEncryption
  isCertificateChecked: boolean
  pinnedFingerprint: string
  username: string
  isWeakConfirmed: boolean
}

/**
 * The server of an SMTP channel: the provider's own, or the form's. What gives up protection needs a word of its own; a
 * pinned certificate does not.
 *
 * @throws AppError `invalid_input` naming the field
 */
export function serverOf(form: ServerForm, provider: ChannelProvider) {
  const server =
    provider === 'other'
      ? {
          host: form.host.toLowerCase(),
          port: form.port,
          encryption: form.encryption,
          isCertificateChecked: form.isCertificateChecked,
          pinnedFingerprint: form.pinnedFingerprint || null,
        }
      : { ...providerServers[provider], isCertificateChecked: true, pinnedFingerprint: null }
  if (server.host === '') throw wrong('host')
  const isTrusted = server.isCertificateChecked || server.pinnedFingerprint !== null
  const isWeak = server.encryption === 'none' || !isTrusted || form.username === ''
  if (isWeak && !form.isWeakConfirmed) throw wrong('isWeakConfirmed')
  return { server, isWeak }
}

/** Google shows app passwords in four groups; the spaces are not part of them. */
export function secretOf(kind: ChannelKind, provider: ChannelProvider, text: string): Secret {
  if (kind === 'resend') return { kind: 'api_key', apiKey: text.trim() }
  return { kind: 'password', password: provider === 'google' ? text.replaceAll(/\s/g, '') : text }
}

export const wrong = (field: string): AppError =>
  new AppError('invalid_input', `${field} is missing or wrong`, { details: { fields: [field] } })
