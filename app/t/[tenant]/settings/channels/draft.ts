import type { ChannelDto, ChannelEncryption, ChannelKind, ChannelProvider } from '@/lib/channels/types'
import { isOtherServer } from '@/lib/credentials/is-other-server'

/** A form as it is filled in. */
export interface Draft {
  kind: ChannelKind
  provider: ChannelProvider
  name: string
  fromName: string
  fromAddress: string
  host: string
  port: number
  encryption: ChannelEncryption
  isCertificateChecked: boolean
  pinnedFingerprint: string
  username: string
  secret: string
  webhookSecret: string
  isActive: boolean
  isDefault: boolean
  isWeakConfirmed: boolean
  isPersonalConfirmed: boolean
}

/** What a person chooses from: a provider by its name, or a server of one's own. */
export type DraftKind = 'google' | 'microsoft' | 'smtp' | 'resend' | 'system'

export const draftOf = (channel: ChannelDto | null): Draft => ({
  kind: channel?.kind ?? 'smtp',
  provider: channel?.provider ?? 'google',
  name: channel?.name ?? '',
  fromName: channel?.fromName ?? '',
  fromAddress: channel?.fromAddress ?? '',
  host: channel?.host ?? '',
  port: channel && channel.port > 0 ? channel.port : 465,
  encryption: channel?.encryption ?? 'tls',
  isCertificateChecked: channel?.isCertificateChecked ?? true,
  pinnedFingerprint: channel?.pinnedFingerprint ?? '',
  username: channel && channel.login.kind !== 'none' && channel.kind === 'smtp' ? channel.login.account : '',
  secret: '',
  webhookSecret: '',
  isActive: channel?.isActive ?? true,
  isDefault: channel?.isDefault ?? false,
  isWeakConfirmed: false,
  isPersonalConfirmed: false,
})

export const kindOf = ({ kind, provider }: Pick<Draft, 'kind' | 'provider'>): DraftKind =>
  kind === 'smtp' && provider !== 'other' ? provider : kind

/** The password there is was given for another server: it is asked for again. */
export const needsSecret = (channel: ChannelDto | null, draft: Draft): boolean =>
  channel?.login.kind === 'password' && kindOf(draft) === 'smtp' && isOtherServer(channel, draft)

/**
 * Whether this form gives up protection; a pinned certificate is as good as a checked one. An empty user name does too, but in a new form it may just not be written
 * yet: `isAsked` says that the server asked about it.
 */
export const isWeak = (draft: Draft, isNew: boolean, isAsked: boolean): boolean =>
  kindOf(draft) === 'smtp' &&
  (draft.encryption === 'none' ||
    (!draft.isCertificateChecked && draft.pinnedFingerprint === '') ||
    (draft.username === '' && (isAsked || !isNew)))
