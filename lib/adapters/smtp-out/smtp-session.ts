import { isAscii } from 'node:buffer'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { fingerprintOf, isTrusted } from '@/lib/adapters/tls/certificate-trust'
import type { ChannelTrouble } from '@/lib/channels/types'
import type { ReadyMail, SendEvidence } from '@/lib/outbound/types'
import {
  answered,
  codeOf,
  type Failure,
  failureEvidence,
  refusalCode,
  setupEvidence,
  setupTrouble,
  withoutAnswer,
} from './evidence'
import { serverMessageId } from './server-message-id'
import type { SmtpLogin, SmtpTarget } from './smtp-target'
import { Transcript } from './transcript'

export interface SmtpTimeouts {
  /** From the name look-up to the accepted login. */
  setupTimeoutMs: number
  /** For each reply until the server asks for the data. */
  replyTimeoutMs: number
  /** Without a byte in either direction after that; RFC 5321, 4.5.3.2.6 asks for ten minutes. */
  afterDataTimeoutMs: number
  /** For one mail, whatever happens. */
  totalTimeoutMs: number
}

const CHUNK_BYTES = 256 * 1024

/** How the attempt to open a session failed: nothing of the mail was said. */
export class SetupFailure extends Error {
  constructor(
    readonly evidence: SendEvidence,
    readonly trouble: ChannelTrouble,
    /** A server that greeted is one that speaks SMTP: what it said may be told. */
    readonly hasGreeted: boolean,
    /** SHA-256 of the certificate, when that was the trouble. */
    readonly fingerprint: string | null,
  ) {
    super(evidence.response)
  }
}

/** One connection to the server, logged in, that sends one mail at a time. */
export class SmtpSession {
  readonly #connection: SMTPConnection
  readonly #timeouts: SmtpTimeouts
  readonly #host: string
  #transcript: Transcript | null = null
  #onReply: () => void = () => {}
  #isEnded = false
  #hasGreeted = false
  sentCount = 0

  private constructor(target: SmtpTarget, hostname: string, timeouts: SmtpTimeouts) {
    this.#timeouts = timeouts
    this.#host = target.host
    const debug = (entry: unknown, message: unknown) => this.#hear(entry, message)
    this.#connection = new SMTPConnection({
      ...connectionOptions(target, hostname, timeouts),
      transactionLog: true,
      logger: { debug, trace: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore },
    })
    this.#connection.once('end', () => {
      this.#isEnded = true
    })
  }

  /** @throws SetupFailure */
  static async open(target: SmtpTarget, hostname: string, timeouts: SmtpTimeouts): Promise<SmtpSession> {
    const session = new SmtpSession(target, hostname, timeouts)
    await session.#setUp(target)
    return session
  }

  get isUsable(): boolean {
    return !this.#isEnded
  }

  /** Sends one mail and tells what was seen. `evidence.response` holds words of the server, never ours of it. */
  send(mail: ReadyMail): Promise<{ evidence: SendEvidence; wasHeard: boolean }> {
    const transcript = new Transcript(mail.recipients)
    this.#transcript = transcript
    this.sentCount++
    return new Promise((resolve) => {
      let replyTimer: NodeJS.Timeout | undefined
      const totalTimer = setTimeout(() => giveUp('total'), this.#timeouts.totalTimeoutMs)
      const finish = (evidence: SendEvidence) => {
        clearTimeout(replyTimer)
        clearTimeout(totalTimer)
        this.#onReply = () => {}
        this.#transcript = null
        resolve({ evidence, wasHeard: !transcript.isSilent })
      }
      const giveUp = (which: string) => {
        const evidence = withoutAnswer(transcript, 'timed-out', `no reply in time (${which})`)
        this.close()
        finish(evidence)
      }
      // After 354 the connection's own idle timeout rules: it also sees that data still flows.
      this.#onReply = () => {
        clearTimeout(replyTimer)
        if (!transcript.sawDataGo)
          replyTimer = setTimeout(() => giveUp('reply'), this.#timeouts.replyTimeoutMs)
      }
      this.#onReply()
      const bytes = Buffer.from(mail.bytes.buffer, mail.bytes.byteOffset, mail.bytes.byteLength)
      const envelope = {
        from: mail.envelopeFrom === '' ? (false as const) : mail.envelopeFrom,
        to: mail.recipients,
        size: bytes.byteLength,
        use8BitMime: !isAscii(bytes),
        // Reports name it also where they return nothing of the mail (RFC 3461 section 4.4). Said where it is understood.
        ...(mail.promise && { dsn: { envid: mail.promise.key } }),
      }
      const message = Readable.from(dataOf(bytes, mail, transcript))
      this.#connection.send(envelope, message, (error, info) => {
        if (!error && info) {
          finish({
            ...answered(transcript, codeOf(info.response), info.response, 'DATA'),
            providerMessageId: serverMessageId(info.response, this.#host, info.serverMessageId),
          })
          return
        }
        const failure: Failure = error ?? new Error('no result')
        // The server still waits for data: what we say next would be part of a mail.
        if (transcript.sawDataGo && refusalCode(failure) === null) this.close()
        finish(failureEvidence(failure, transcript))
      })
    })
  }

  /** Says QUIT; a server that does not answer is not waited for. */
  quit(): void {
    if (this.#isEnded) return
    this.#connection.quit()
    setTimeout(() => this.close(), 1_000).unref()
  }

  close(): void {
    this.#connection.close()
  }

  #hear(entry: unknown, message: unknown): void {
    if (Object(entry).tnx !== 'server' || typeof message !== 'string') return
    // RFC 5321, 4.3.1: nothing is said before it.
    this.#hasGreeted ||= message.startsWith('220')
    this.#transcript?.add(message)
    this.#onReply()
  }

  /** The library keeps it to itself, and is asked nothing else about it. */
  get #tlsSocket(): TLSSocket | null {
    const socket: unknown = Object(this.#connection)._socket
    return socket instanceof TLSSocket ? socket : null
  }

  #fingerprint(): string | null {
    return this.#tlsSocket && fingerprintOf(this.#tlsSocket)
  }

  /** Looked at here and not by TLS, so that a refused certificate can be shown for pinning; before login and mail. */
  #refusalOfCertificate(target: SmtpTarget): Failure | null {
    const socket = this.#tlsSocket
    const { isCertificateChecked = true, pinnedFingerprint = null } = target
    if (!socket || isTrusted(socket, { isCertificateChecked, pinnedFingerprint })) return null
    const code = pinnedFingerprint === null ? String(socket.authorizationError) : 'CERT_NOT_THE_PINNED_ONE'
    return Object.assign(new Error('the certificate is not trusted'), { code: 'ETLS', originalCode: code })
  }

  #setUp(target: SmtpTarget): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: Failure) => {
        clearTimeout(timer)
        this.close()
        const trouble = withoutPassword(target, setupTrouble(error))
        const shown = trouble === 'certificate' ? this.#fingerprint() : null
        reject(new SetupFailure(setupEvidence(error), trouble, this.#hasGreeted, shown))
      }
      const timer = setTimeout(
        () => fail(Object.assign(new Error('no session in time'), { code: 'ETIMEDOUT' })),
        this.#timeouts.setupTimeoutMs,
      )
      const succeed = () => {
        clearTimeout(timer)
        resolve()
      }
      // Stays attached: an error without a listener would end the process.
      this.#connection.on('error', fail)
      this.#connection.connect((error) => {
        if (error) return fail(error)
        const refusal = this.#refusalOfCertificate(target)
        if (refusal) return fail(refusal)
        if (!target.login) return succeed()
        this.#connection.login(authOf(target.login), (refusal) => (refusal ? fail(refusal) : succeed()))
      })
    })
  }
}

const ignore = () => undefined

/** Who signs in with a token has no password to put in again. */
const withoutPassword = ({ login }: SmtpTarget, trouble: ChannelTrouble): ChannelTrouble =>
  trouble === 'password_refused' && login && 'accessToken' in login ? 'consent_revoked' : trouble

/** Read only after the server said 354: what must be known before the first byte leaves is written down here. */
async function* dataOf(bytes: Buffer, mail: ReadyMail, transcript: Transcript): AsyncGenerator<Buffer> {
  await mail.beforeData?.()
  transcript.hasDataLeft = true
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

function connectionOptions(target: SmtpTarget, name: string, timeouts: SmtpTimeouts): SMTPConnectionOptions {
  return {
    host: target.address ?? target.host,
    port: target.port,
    secure: target.tls === 'implicit',
    requireTLS: target.tls === 'required',
    ignoreTLS: target.tls === 'none',
    name,
    connectionTimeout: timeouts.setupTimeoutMs,
    greetingTimeout: timeouts.setupTimeoutMs,
    dnsTimeout: timeouts.setupTimeoutMs,
    socketTimeout: timeouts.afterDataTimeoutMs,
    socketCloseTimeout: 1_000,
    maxResponseSize: 64 * 1024,
    tls: {
      minVersion: 'TLSv1.2',
      // Looked at when the connection stands, before anything of ours is said.
      rejectUnauthorized: false,
      ...(target.address && !isIP(target.host) && { servername: target.host }),
    },
  }
}

function authOf(login: SmtpLogin) {
  if (!('accessToken' in login)) return { user: login.user, credentials: login }
  const { user, accessToken } = login
  // Asked for another token after a refusal, it gives the same one: tokens are renewed elsewhere, once for all.
  const oauth2 = new XOAuth2({
    user,
    accessToken,
    provisionCallback: (_user, _renew, answer) => answer(null, accessToken),
  })
  return { user, oauth2 }
}
