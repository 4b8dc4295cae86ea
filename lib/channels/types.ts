export type ChannelKind = 'system' | 'smtp' | 'resend'
export type ChannelProvider = 'google' | 'microsoft' | 'other'
export type ChannelEncryption = 'tls' | 'starttls' | 'none'

/** Why sending got nowhere, as a word: each has its remedy in the messages. */
export const channelTroubles = [
  'password_refused',
  'smtp_auth_disabled',
  'app_password_needed',
  'consent_revoked',
  'key_refused',
  'domain_unverified',
  'sender_refused',
  'server_unavailable',
  'certificate',
  'encryption_missing',
  'encryption_forbidden',
  'throttled',
  'not_configured',
] as const

export type ChannelTrouble = (typeof channelTroubles)[number]

/** `no_greeting` stands for everything before the server's greeting: why must not be told apart from outside. */
export type ChannelTestOutcome = 'ok' | 'no_greeting' | 'mail_refused' | ChannelTrouble

/** What a sender needs to know of a channel. */
export interface ChannelSettings {
  id: string
  tenantId: string
  kind: ChannelKind
  provider: ChannelProvider
  fromAddress: string
  host: string
  port: number
  encryption: ChannelEncryption
  isCertificateChecked: boolean
  /** SHA-256, hex without colons: of the one certificate that is taken instead of a checked one. */
  pinnedFingerprint: string | null
  credentialId: string | null
  /** Grows with every change of the settings. */
  revision: number
}

export interface ChannelTestDto {
  id: string
  requestedAt: string
  /** Null while it runs. */
  outcome: ChannelTestOutcome | null
  serverResponse: string
  /** Of a certificate that was refused: to be pinned. */
  fingerprint: string | null
}

export interface ChannelDto {
  id: string
  kind: ChannelKind
  provider: ChannelProvider
  name: string
  fromName: string
  fromAddress: string
  host: string
  port: number
  encryption: ChannelEncryption
  isCertificateChecked: boolean
  pinnedFingerprint: string | null
  /** How it signs in; the secret itself never leaves the server. */
  login: { kind: 'none' } | { kind: 'password' | 'oauth' | 'api_key'; account: string }
  isDefault: boolean
  isActive: boolean
  trouble: ChannelTrouble | null
  troubleSince: string | null
  lastSuccessAt: string | null
  lastTest: ChannelTestDto | null
  /** Mailboxes and queues that answer by this channel. */
  usedBy: number
  /** Where the provider tells what became of mails, and whether what it signs with was put in. */
  webhook: { url: string; isSet: boolean } | null
}
