import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from 'smtp-server'
import { now } from '@/lib/clock'
import { addressKey, addressWithoutTag, parseAddress } from '@/lib/mail/address'
import { ByteBudget, ClientLimits } from './client-limits'
import { collectData } from './collect-data'
import { SmtpReply, type SmtpReplyName } from './smtp-reply'
import {
  defaultSmtpLimits,
  type KeptDelivery,
  type ReceiverTrouble,
  type ReceivingAddress,
  type SmtpLimits,
  type SmtpReceiver,
  type SmtpReceiverOptions,
} from './types'

/**
 * The SMTP server that mail to creation addresses comes in by. It never relays and knows no login. A mail is
 * answered with 250 only when `keep` has made it durable; whatever fails for a reason of ours is answered with
 * a 4xx, so that the client keeps the mail and comes again. Keeping may happen twice (the client did not hear
 * our 250): `keep` must take the same bytes for the same mailbox twice.
 *
 * Only CR LF . CR LF ends a message. Bare line feeds around a dot are part of it, so that nobody can hide a
 * second mail in one that another server passed on (SMTP smuggling).
 */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const receiver = new Receiver(options)
  return receiver.start()
}

/** What RCPT TO has found so far; smtp-server makes a new envelope for each transaction. */
interface Transaction {
  tenantId: string
  /** By creation address: each is a delivery of its own, for each may lead to another queue. */
  targets: Map<string, ReceivingAddress>
  envelopeTo: Set<string>
}

class Receiver {
  readonly #options: SmtpReceiverOptions
  readonly #limits: SmtpLimits
  readonly #server: SMTPServer
  readonly #clients: ClientLimits
  readonly #budget: ByteBudget
  readonly #transactions = new WeakMap<object, Transaction>()
  readonly #counted = new WeakSet<SMTPServerSession>()
  readonly #unknownInSession = new WeakMap<SMTPServerSession, number>()
  readonly #sessionTimers = new Map<string, NodeJS.Timeout>()
  readonly #receiving = new Set<string>()

  constructor(options: SmtpReceiverOptions) {
    this.#options = options
    this.#limits = { ...defaultSmtpLimits, ...options.limits }
    this.#clients = new ClientLimits(this.#limits)
    this.#budget = new ByteBudget(this.#limits.maxInFlightBytes)
    const { certificate } = options
    this.#server = new SMTPServer({
      name: options.hostname,
      banner: 'ready',
      heloResponse: '%s',
      logger: false,
      disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', ...(certificate ? [] : ['STARTTLS'])],
      disableReverseLookup: true,
      size: this.#limits.maxMailBytes,
      maxRecipients: this.#limits.maxRecipients,
      maxClients: this.#limits.maxConnections,
      maxCommandLength: 2_048,
      // Senders with two dots in a row exist (Japanese mobile operators gave such addresses out). Recipients are
      // read by `parseAddress`.
      lenientAddressParsing: true,
      socketTimeout: this.#limits.idleTimeoutMs,
      closeTimeout: this.#limits.closeTimeoutMs,
      ...(certificate ? { key: certificate.key, cert: certificate.cert, minVersion: 'TLSv1.2' } : {}),
      onConnect: (session, done) => this.#answer(this.#connect(session), session, done),
      onMailFrom: (_address, session, done) => this.#answer(this.#beginMail(session), session, done),
      onRcptTo: (address, session, done) => this.#answer(this.#addRecipient(address, session), session, done),
      onData: (stream, session, done) => this.#answer(this.#receive(stream, session), session, done),
      onClose: (session) => this.#closed(session),
    })
    this.#server.on('error', (error) => this.#trouble('socket-failed', error, ''))
  }

  async start(): Promise<SmtpReceiver> {
    const listener = this.#server.listen(this.#options.port, this.#options.host)
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    return { port, isListening: () => listener.listening, close: () => this.#close() }
  }

  /** Hands the outcome to smtp-server: a refusal as it is, anything else that was thrown as "later". */
  #answer(work: Promise<void>, session: SMTPServerSession, done: (error?: Error | null) => void): void {
    work.then(
      () => done(),
      (error: unknown) => {
        if (error instanceof SmtpReply) return done(error)
        this.#trouble('handler-failed', error, session.remoteAddress)
        done(new SmtpReply('trouble'))
      },
    )
  }

  async #connect(session: SMTPServerSession): Promise<void> {
    const ip = session.remoteAddress
    if (!this.#isTrusted(ip)) {
      if (!this.#clients.mayConnect(ip)) throw new SmtpReply('tooManyConnections')
      this.#counted.add(session)
    }
    const timer = setTimeout(() => this.#end(session.id, 'sessionTimeout'), this.#limits.sessionTimeoutMs)
    this.#sessionTimers.set(session.id, timer.unref())
    if (!(await this.#clients.mayGuess(ip))) throw new SmtpReply('tooManyUnknown')
  }

  #closed(session: SMTPServerSession): void {
    clearTimeout(this.#sessionTimers.get(session.id))
    this.#sessionTimers.delete(session.id)
    if (this.#counted.delete(session)) this.#clients.connectionClosed(session.remoteAddress)
  }

  async #beginMail(session: SMTPServerSession): Promise<void> {
    if (this.#budget.isExhausted) throw new SmtpReply('receiverBusy')
    const ip = session.remoteAddress
    if (!this.#isTrusted(ip) && !(await this.#clients.mayBeginMail(ip))) throw new SmtpReply('clientBusy')
  }

  async #addRecipient(given: SMTPServerAddress, session: SMTPServerSession): Promise<void> {
    const found = await this.#lookUp(given.address, session)
    if (!found) return this.#refuseUnknown(session)
    if (found.isSuspended) throw new SmtpReply('suspended')
    if (found.isPaused) throw new SmtpReply('paused')
    if (found.isOverQuota) throw new SmtpReply('overQuota')
    if (!(await this.#clients.mayTenantReceive(found.tenantId, found.hourlyMailLimit)))
      throw new SmtpReply('tenantBusy')

    // Read only now: while the look-up ran, the client cannot have started another transaction.
    const transaction = this.#transactions.get(session.envelope) ?? {
      tenantId: found.tenantId,
      targets: new Map(),
      envelopeTo: new Set(),
    }
    // One reply has to speak for all recipients after DATA: with one tenant it can.
    if (transaction.tenantId !== found.tenantId) throw new SmtpReply('secondTenant')
    transaction.targets.set(found.creationAddressId, found)
    transaction.envelopeTo.add(given.address)
    this.#transactions.set(session.envelope, transaction)
  }

  async #lookUp(given: string, session: SMTPServerSession): Promise<ReceivingAddress | null> {
    const parsed = parseAddress(given)
    if (!parsed) return null
    try {
      const base = addressWithoutTag(addressKey(parsed))
      return await within(this.#options.findRecipient(base), this.#limits.lookupTimeoutMs)
    } catch (error) {
      this.#trouble('lookup-failed', error, session.remoteAddress)
      throw new SmtpReply('trouble')
    }
  }

  async #refuseUnknown(session: SMTPServerSession): Promise<never> {
    const count = (this.#unknownInSession.get(session) ?? 0) + 1
    this.#unknownInSession.set(session, count)
    await this.#clients.guessedWrong(session.remoteAddress)
    throw new SmtpReply(
      count > this.#limits.maxUnknownRecipientsPerSession ? 'tooManyUnknown' : 'unknownRecipient',
    )
  }

  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const transaction = this.#transactions.get(session.envelope)
    const { mailFrom } = session.envelope
    if (!transaction) throw new Error('a message without a recipient that was looked up')
    const deliveredBy = { clientIp: session.remoteAddress, helo: session.hostNameAppearsAs || '' }
    const envelopeFrom = mailFrom === false ? '' : mailFrom.address

    this.#receiving.add(session.id)
    const timer = setTimeout(() => this.#end(session.id, 'dataTimeout'), this.#limits.dataTimeoutMs)
    try {
      const bytes = await this.#collect(stream, session)
      clearTimeout(timer)
      try {
        const deliveries = toDeliveries(transaction, { ...deliveredBy, envelopeFrom, bytes })
        await this.#keepAll(deliveries, session)
      } finally {
        this.#budget.give(bytes.byteLength)
      }
    } finally {
      clearTimeout(timer)
      this.#receiving.delete(session.id)
    }
  }

  async #collect(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Buffer> {
    try {
      return await collectData(stream, {
        maxBytes: this.#limits.maxMailBytes,
        budget: this.#budget,
        onFlood: () => this.#end(session.id, 'tooLarge'),
      })
    } catch (error) {
      if (error instanceof SmtpReply) throw error
      // The client went away in the middle: it still has its mail, and nobody hears this.
      throw new SmtpReply('trouble')
    }
  }

  async #keepAll(deliveries: KeptDelivery[], session: SMTPServerSession): Promise<void> {
    for (const delivery of deliveries) {
      try {
        await within(this.#options.keep(delivery), this.#limits.keepTimeoutMs)
      } catch (error) {
        this.#trouble('keep-failed', error, session.remoteAddress)
        throw new SmtpReply('trouble')
      }
      await this.#clients.tenantReceived(delivery.tenantId)
    }
  }

  #isTrusted(ip: string): boolean {
    return (this.#options.isTrustedClient ?? isLoopback)(ip)
  }

  #trouble(event: ReceiverTrouble['event'], error: unknown, clientIp: string): void {
    this.#options.onTrouble?.({ event, error, clientIp })
  }

  /** Ends one session out of turn. */
  #end(sessionId: string, reply: SmtpReplyName): void {
    for (const connection of this.#server.connections) {
      if (connection.id !== sessionId) continue
      const { responseCode, message } = new SmtpReply(reply)
      connection.send(responseCode, message, false)
      connection.close()
    }
  }

  async #close(): Promise<void> {
    const isClosed = new Promise<void>((resolve) => this.#server.close(resolve))
    for (const connection of [...this.#server.connections]) {
      if (!this.#receiving.has(connection.id)) this.#end(connection.id, 'closing')
    }
    await isClosed
    for (const timer of this.#sessionTimers.values()) clearTimeout(timer)
  }
}

function toDeliveries(
  transaction: Transaction,
  mail: Pick<KeptDelivery, 'clientIp' | 'helo' | 'envelopeFrom' | 'bytes'>,
): KeptDelivery[] {
  const receivedAt = now()
  return [...transaction.targets.values()].map((target) => ({
    tenantId: target.tenantId,
    mailboxId: target.mailboxId,
    creationAddressId: target.creationAddressId,
    recipient: target.recipient,
    envelopeTo: [...transaction.envelopeTo],
    receivedAt,
    ...mail,
  }))
}

const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.')

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
