import { isIPv6 } from 'node:net'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { SmtpLimits } from './types'

/** Counters in memory, each with an end: what a client opened, sent and guessed, and what a tenant got. */
export class ClientLimits {
  readonly #limits: SmtpLimits
  readonly #openConnections = new Map<string, number>()
  readonly #mailsOfClient: RateLimiterMemory
  readonly #unknownOfClient: RateLimiterMemory
  readonly #mailsOfTenant: RateLimiterMemory

  constructor(limits: SmtpLimits) {
    this.#limits = limits
    this.#mailsOfClient = new RateLimiterMemory({ points: limits.maxMailsPerClientAndMinute, duration: 60 })
    this.#unknownOfClient = new RateLimiterMemory({
      points: limits.maxUnknownRecipientsPerClient,
      duration: 10 * 60,
    })
    this.#mailsOfTenant = new RateLimiterMemory({
      // Each tenant has a limit of his own: it is compared when somebody asks.
      points: Number.MAX_SAFE_INTEGER,
      duration: 60 * 60,
    })
  }

  /** False when the client has all the connections it may have; else `connectionClosed` gives this one back. */
  mayConnect(ip: string): boolean {
    const key = clientKey(ip)
    const open = this.#openConnections.get(key) ?? 0
    if (open >= this.#limits.maxConnectionsPerClient) return false
    this.#openConnections.set(key, open + 1)
    return true
  }

  connectionClosed(ip: string): void {
    const key = clientKey(ip)
    const open = this.#openConnections.get(key) ?? 0
    if (open <= 1) this.#openConnections.delete(key)
    else this.#openConnections.set(key, open - 1)
  }

  async mayBeginMail(ip: string): Promise<boolean> {
    return isWithin(this.#mailsOfClient, clientKey(ip))
  }

  async mayGuess(ip: string): Promise<boolean> {
    const state = await this.#unknownOfClient.get(clientKey(ip))
    return state === null || state.consumedPoints < this.#limits.maxUnknownRecipientsPerClient
  }

  async guessedWrong(ip: string): Promise<void> {
    await this.#unknownOfClient.penalty(clientKey(ip))
  }

  async mayTenantReceive(tenantId: string, hourlyMailLimit: number): Promise<boolean> {
    const state = await this.#mailsOfTenant.get(tenantId)
    return state === null || state.consumedPoints < hourlyMailLimit
  }

  async tenantReceived(tenantId: string): Promise<void> {
    await this.#mailsOfTenant.penalty(tenantId)
  }
}

/** Counts the bytes of all mails on their way; `take` refuses what would pass the bound. */
export class ByteBudget {
  #takenBytes = 0

  constructor(readonly maxBytes: number) {}

  get isExhausted(): boolean {
    return this.#takenBytes >= this.maxBytes
  }

  take(bytes: number): boolean {
    if (this.#takenBytes + bytes > this.maxBytes) return false
    this.#takenBytes += bytes
    return true
  }

  give(bytes: number): void {
    this.#takenBytes -= bytes
  }
}

async function isWithin(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    (reason: unknown) => {
      if (reason instanceof Error) throw reason
      return false
    },
  )
}

/** One household has a whole /64 of IPv6 addresses (RFC 6177): it counts as one client. */
function clientKey(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('::')
  const groups = head === '' ? [] : head.split(':')
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = Math.max(0, 8 - groups.length - tailGroups.length)
  return [...groups, ...Array<string>(missing).fill('0'), ...tailGroups]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
