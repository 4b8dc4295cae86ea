import type { Login } from '@/lib/credentials/types'
import type { MailSender, ReadyMail } from '@/lib/outbound/types'
import type { ChannelSettings, ChannelTestOutcome } from './types'

/** The ways out of this process. Senders of one channel share their connections. */
export interface ChannelSenders {
  senderFor(channel: ChannelSettings, login: Login | null): MailSender
  /** Connects, signs in and leaves; with a mail, sends it too. On connections of its own, and never throws. */
  probe(channel: ChannelSettings, login: Login | null, mail: ReadyMail | null): Promise<ProbeResult>
}

export interface ProbeResult {
  outcome: ChannelTestOutcome
  /** Words of the server; empty before its greeting. */
  serverResponse: string
  /** SHA-256 of a certificate that was refused. */
  fingerprint?: string | null
}
