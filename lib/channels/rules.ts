import {
  type ChannelEncryption,
  type ChannelKind,
  type ChannelProvider,
  type ChannelTrouble,
  channelTroubles,
} from './types'

/** Where the providers take mail that their users send. */
export const providerServers: Record<
  Exclude<ChannelProvider, 'other'>,
  { host: string; port: number; encryption: ChannelEncryption }
> = {
  google: { host: 'smtp.gmail.com', port: 465, encryption: 'tls' },
  microsoft: { host: 'smtp.office365.com', port: 587, encryption: 'starttls' },
}

/** At most so many mails in so much time; what is over waits its turn. */
export interface SendLimit {
  mails: number
  windowMs: number
}

/**
 * Limits that the providers publish: Exchange Online takes 30 mails a minute of one mailbox, Google Workspace 2,000
 * a day of one user, Resend two requests a second of one team. Unknown servers say by themselves when it is too much.
 */
export function sendLimitOf(channel: { kind: ChannelKind; provider: ChannelProvider }): SendLimit | null {
  if (channel.kind === 'resend') return { mails: 2, windowMs: 1_000 }
  if (channel.kind === 'system') return null
  switch (channel.provider) {
    case 'microsoft':
      return { mails: 30, windowMs: 60_000 }
    case 'google':
      return { mails: 2_000, windowMs: 86_400_000 }
    case 'other':
      return null
  }
}

/**
 * Refusals of the login itself: trying on would lock the account. Everything else says nothing about it, not even that
 * SMTP AUTH is switched off: a consent shared with a mailbox goes on reading there, and the channel alone stops.
 */
export const isLoginRefused = (trouble: ChannelTrouble | null): boolean =>
  trouble === 'password_refused' ||
  trouble === 'app_password_needed' ||
  trouble === 'consent_revoked' ||
  trouble === 'key_refused'

/** What a login that nobody tries any more was refused for, in the word that was kept with it: it has the remedy. */
export function keptTrouble(word: unknown): ChannelTrouble {
  if (word === 'token_refused') return 'consent_revoked'
  return channelTroubles.find((known) => known === word) ?? 'password_refused'
}

/**
 * What a server's refusal to let us in means. The status code (RFC 3463, and the providers' own additions) decides;
 * of sentences nothing is read.
 */
export function loginTrouble(responseCode: number, response: string): ChannelTrouble {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1]
  // 535 5.7.139: SMTP AUTH is switched off for this mailbox or organization (Exchange Online).
  if (status === '5.7.139') return 'smtp_auth_disabled'
  // 534 5.7.9: an application-specific password is wanted (Gmail).
  if (responseCode === 534) return 'app_password_needed'
  if ([530, 535, 538].includes(responseCode)) return 'password_refused'
  return responseCode < 500 || isOverLimit(responseCode, response) ? 'throttled' : 'server_unavailable'
}

/** 5.4.5 is Gmail's daily limit and 5.7.708 Exchange's: refused with a 5 in front, but taken again tomorrow. */
export const isOverLimit = (responseCode: number, response: string): boolean =>
  responseCode >= 500 && /^\d{3}[ -](?:5\.4\.5|5\.7\.708)\b/.test(response)
