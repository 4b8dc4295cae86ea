import { parseAddress } from '@/lib/mail/address'
import type { MailSender, ReadyMail, SendEvidence } from '@/lib/outbound/types'
import { Breaker, type SessionBreaker } from './breaker'
import { SetupFailure, SmtpSession, type SmtpTimeouts } from './smtp-session'
import { parseSmtpUrl } from './smtp-target'

const MAX_CONNECTIONS = 5
const MAX_WAITING = 1_000
const MAILS_PER_CONNECTION = 100
const IDLE_MS = 10_000
const CLOSE_GRACE_MS = 15_000

export const defaultSmtpTimeouts: SmtpTimeouts = {
  setupTimeoutMs: 30_000,
  replyTimeoutMs: 30_000,
  afterDataTimeoutMs: 5 * 60_000,
  totalTimeoutMs: 15 * 60_000,
}

export interface SmtpSender extends MailSender {
  /** Lets mails on their way finish for a while, then ends every connection. */
  close(): Promise<void>
}

/**
 * A way out by SMTP. Each `send` is one attempt with the stored bytes (they must end every line with CR LF: bare
 * line feeds would be mended on the wire); it never throws for what the network or the server does, and nothing is
 * ever sent again by itself. A mail goes over a second connection only when a connection that had been idle turned
 * out to be dead before the server had said anything to it.
 *
 * @throws Error when the URL is no SMTP URL
 */
export function createSmtpSender(options: {
  url: string
  hostname: string
  timeouts?: Partial<SmtpTimeouts>
}): SmtpSender {
  const target = parseSmtpUrl(options.url)
  const timeouts = { ...defaultSmtpTimeouts, ...options.timeouts }
  // A password that is refused counts for the breaker too: trying on would lock the account.
  return createPooledSender({
    open: () => SmtpSession.open(target, options.hostname, timeouts),
    breaker: new Breaker(),
    countsForBreaker: () => true,
    maxConnections: MAX_CONNECTIONS,
  })
}

export interface PoolOptions {
  /** @throws SetupFailure */
  open: () => Promise<SmtpSession>
  breaker: SessionBreaker
  countsForBreaker: (failure: SetupFailure) => boolean
  maxConnections: number
}

/** As `createSmtpSender`, for whoever opens the sessions his own way. */
export function createPooledSender(options: PoolOptions): SmtpSender {
  const pool = new SessionPool(options)
  return { send: (mail) => pool.send(mail), close: () => pool.close() }
}

class SessionPool {
  readonly #options: PoolOptions
  readonly #idle: { session: SmtpSession; timer: NodeJS.Timeout }[] = []
  readonly #busy = new Set<SmtpSession>()
  readonly #waiting: (() => void)[] = []
  #active = 0
  #isClosed = false
  #onQuiet: () => void = () => {}

  constructor(options: PoolOptions) {
    this.#options = options
  }

  async send(mail: ReadyMail): Promise<SendEvidence> {
    const checked = checkEnvelope(mail)
    if (checked.recipients.length === 0 || checked.senderRefusal) return refusedHere(checked)
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING)
      return noConnection('the sender is busy or closed')
    await this.#takeTurn()
    try {
      const evidence = await this.#attempt({ ...mail, ...checked.envelope })
      return { ...evidence, perRecipient: [...named(evidence.perRecipient, checked), ...checked.refusals] }
    } finally {
      this.#passTurn()
    }
  }

  async #attempt(mail: ReadyMail): Promise<SendEvidence> {
    if (this.#isClosed) return noConnection('the sender is closed')
    const reused = this.#takeIdle()
    if (reused) {
      const { evidence, wasHeard } = await this.#sendOver(reused, mail)
      if (evidence.outcome !== 'connection-lost' || wasHeard) return evidence
    }
    const { breaker, open, countsForBreaker } = this.#options
    if (!(await breaker.mayTry()))
      return {
        ...noConnection('the server gave no session lately; not tried'),
        channelTrouble: 'server_unavailable',
      }
    let session: SmtpSession
    try {
      session = await open()
    } catch (error) {
      // A fault of ours says nothing about the server.
      if (!(error instanceof SetupFailure)) breaker.failed({ hasGreeted: true })
      else if (countsForBreaker(error)) breaker.failed(error)
      else breaker.succeeded()
      if (!(error instanceof SetupFailure)) throw error
      return { ...error.evidence, channelTrouble: error.trouble }
    }
    breaker.succeeded()
    return (await this.#sendOver(session, mail)).evidence
  }

  async #sendOver(session: SmtpSession, mail: ReadyMail) {
    this.#busy.add(session)
    const result = await session.send(mail)
    this.#busy.delete(session)
    result.evidence.channelTrouble = null
    const isWell = result.evidence.outcome === 'answered' && result.evidence.responseCode === 250
    if (isWell && session.isUsable && session.sentCount < MAILS_PER_CONNECTION && !this.#isClosed) {
      this.#rest(session)
    } else session.quit()
    return result
  }

  #takeIdle(): SmtpSession | null {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      clearTimeout(entry.timer)
      if (entry.session.isUsable) return entry.session
    }
    return null
  }

  #rest(session: SmtpSession): void {
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((entry) => entry.session === session)
      if (index >= 0) this.#idle.splice(index, 1)
      session.quit()
    }, IDLE_MS).unref()
    this.#idle.push({ session, timer })
  }

  async #takeTurn(): Promise<void> {
    if (this.#active < this.#options.maxConnections) this.#active++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** To the first who waits; he is counted as active already. */
  #passTurn(): void {
    const next = this.#waiting.shift()
    if (next) {
      next()
      return
    }
    this.#active--
    if (this.#active === 0) this.#onQuiet()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      session.quit()
    }
    if (this.#active === 0) return
    await new Promise<void>((resolve) => {
      this.#onQuiet = resolve
      setTimeout(resolve, CLOSE_GRACE_MS).unref()
    })
    for (const session of this.#busy) session.close()
  }
}

interface CheckedEnvelope {
  envelope: Pick<ReadyMail, 'envelopeFrom' | 'recipients'>
  /** As the caller wrote them, in the order of `envelope.recipients`. */
  recipients: string[]
  refusals: SendEvidence['perRecipient']
  senderRefusal: string | null
}

/** What is no address never reaches the wire: a line break in one would be a command. */
function checkEnvelope(mail: ReadyMail): CheckedEnvelope {
  const sender = mail.envelopeFrom === '' ? '' : parseAddress(mail.envelopeFrom)?.address
  const parsed = mail.recipients.map((address) => ({ address, wire: parseAddress(address)?.address }))
  const good = parsed.filter((each) => each.wire !== undefined)
  return {
    envelope: { envelopeFrom: sender ?? '', recipients: good.flatMap(({ wire }) => wire ?? []) },
    recipients: good.map(({ address }) => address),
    refusals: parsed
      .filter(({ wire }) => wire === undefined)
      .map(({ address }) => ({
        address,
        isAccepted: false,
        response: '553 5.1.3 Not an address; never sent',
      })),
    senderRefusal: sender === undefined ? '553 5.1.7 The sender is not an address; never sent' : null,
  }
}

const named = (perRecipient: SendEvidence['perRecipient'], { envelope, recipients }: CheckedEnvelope) =>
  perRecipient.map((answer) => ({
    ...answer,
    address: recipients[envelope.recipients.indexOf(answer.address)] ?? answer.address,
  }))

const refusedHere = ({ refusals, senderRefusal }: CheckedEnvelope): SendEvidence => ({
  ...noConnection(senderRefusal ?? '553 5.1.3 No recipient is an address; never sent'),
  outcome: 'answered',
  responseCode: 553,
  command: senderRefusal ? 'MAIL' : 'RCPT',
  perRecipient: refusals,
})

const noConnection = (response: string): SendEvidence => ({
  outcome: 'no-connection',
  responseCode: null,
  response,
  command: 'CONN',
  sawDataGo: false,
  perRecipient: [],
  providerMessageId: null,
})
