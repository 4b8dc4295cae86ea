/** An address that takes mail, and the state of the tenant and the mailbox behind it. */
export interface ReceivingAddress {
  tenantId: string
  mailboxId: string
  creationAddressId: string
  /** The address as it was given out, without a +token. */
  recipient: string
  isPaused: boolean
  isOverQuota: boolean
  isSuspended: boolean
  /** Mails that the tenant takes in an hour. */
  hourlyMailLimit: number
}

/**
 * One mail for one creation address, as it came. `envelopeTo` holds all addresses of its transaction as the client wrote
 * them: a token in one of them says for every delivery which ticket is meant.
 */
export interface KeptDelivery {
  tenantId: string
  mailboxId: string
  creationAddressId: string
  recipient: string
  /** Empty for the null sender of bounces (RFC 5321, 4.5.5). */
  envelopeFrom: string
  envelopeTo: string[]
  clientIp: string
  helo: string
  /** The message after dot-unstuffing (RFC 5321, 4.5.2), otherwise untouched. */
  bytes: Uint8Array
  receivedAt: Date
}

export interface SmtpReceiverOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  /** The name in the greeting. */
  hostname: string
  /** PEM texts. Without them STARTTLS is not offered. */
  certificate?: { cert: string; key: string } | null
  /** Who takes mail for this address (lower case, without a +token); null when nobody does. */
  findRecipient(address: string): Promise<ReceivingAddress | null>
  /** Resolves when the mail is durable; only then the client is told so. */
  keep(delivery: KeptDelivery): Promise<void>
  limits?: Partial<SmtpLimits>
  /** Clients without limits of connections and mails. By default this machine: the operator's own relay. */
  isTrustedClient?(ip: string): boolean
  /** Told of everything that made the receiver answer "later", and of sockets that failed. */
  onTrouble?(trouble: ReceiverTrouble): void
}

export interface ReceiverTrouble {
  event: 'lookup-failed' | 'keep-failed' | 'socket-failed' | 'handler-failed'
  error: unknown
  clientIp: string
}

export interface SmtpReceiver {
  port: number
  isListening(): boolean
  /** Takes no more connections, lets mails on their way arrive, and ends the rest. */
  close(): Promise<void>
}

/** Per process: two workers together allow twice as much. */
export interface SmtpLimits {
  maxMailBytes: number
  maxRecipients: number
  maxConnections: number
  /** Bytes of mails that are being received or kept, all clients together. */
  maxInFlightBytes: number
  maxConnectionsPerClient: number
  maxMailsPerClientAndMinute: number
  /** Unknown addresses a client may name before its session ends. */
  maxUnknownRecipientsPerSession: number
  /** … and in ten minutes, before it is asked to come later. */
  maxUnknownRecipientsPerClient: number
  idleTimeoutMs: number
  dataTimeoutMs: number
  sessionTimeoutMs: number
  lookupTimeoutMs: number
  keepTimeoutMs: number
  closeTimeoutMs: number
}

export const defaultSmtpLimits: SmtpLimits = {
  maxMailBytes: 50 * 1024 * 1024,
  maxRecipients: 100,
  maxConnections: 500,
  maxInFlightBytes: 256 * 1024 * 1024,
  maxConnectionsPerClient: 20,
  maxMailsPerClientAndMinute: 300,
  maxUnknownRecipientsPerSession: 10,
  maxUnknownRecipientsPerClient: 100,
  // RFC 5321, 4.5.3.2.7: a server waits five minutes for the next command.
  idleTimeoutMs: 5 * 60_000,
  dataTimeoutMs: 10 * 60_000,
  sessionTimeoutMs: 60 * 60_000,
  lookupTimeoutMs: 10_000,
  // Well inside the ten minutes that clients wait after the final dot (RFC 5321, 4.5.3.2.6).
  keepTimeoutMs: 60_000,
  closeTimeoutMs: 10_000,
}
