import { Breaker, type SessionBreaker } from '@/lib/adapters/smtp-out/breaker'
import type { ChannelSettings } from '@/lib/channels/types'

const MAX_HOSTS = 10_000

/**
 * What all channels of this process know of a host. Whose server is dead is dead for every tenant; but whose settings
 * are wrong is alone with them, so that each tenant has a breaker of its own, and all stand behind one only when more
 * than one found nobody there.
 */
export class HostBreakers {
  readonly #hosts = new Map<string, Host>()
  readonly #own = new Map<string, TenantBreaker>()

  for(channel: Pick<ChannelSettings, 'tenantId' | 'host' | 'port' | 'encryption'>): SessionBreaker {
    const { tenantId, host, port, encryption } = channel
    // Who waits for a greeting where TLS comes first hears nothing, whatever others hear there.
    const key = `${encryption} ${host.toLowerCase()}:${port}`
    const shared = known(this.#hosts, key, () => new Host())
    return known(this.#own, `${tenantId} ${key}`, () => new TenantBreaker(tenantId, shared))
  }
}

function known<V>(map: Map<string, V>, key: string, create: () => V): V {
  const found = map.get(key)
  if (found) return found
  const oldest = map.keys().next()
  if (map.size >= MAX_HOSTS && !oldest.done) map.delete(oldest.value)
  const created = create()
  map.set(key, created)
  return created
}

/** A host as everybody found it since somebody was greeted. */
class Host {
  readonly breaker = new Breaker()
  #firstTenant: string | null = null
  #isDown = false

  /** More than one tenant found nobody there. */
  get isDown(): boolean {
    return this.#isDown
  }

  wasSilent(tenantId: string): void {
    this.#firstTenant ??= tenantId
    this.#isDown ||= this.#firstTenant !== tenantId
    if (this.#isDown) this.breaker.failed()
  }

  hasGreeted(): void {
    this.#firstTenant = null
    this.#isDown = false
    this.breaker.succeeded()
  }
}

class TenantBreaker implements SessionBreaker {
  readonly #own = new Breaker()
  readonly #tenantId: string
  readonly #host: Host

  constructor(tenantId: string, host: Host) {
    this.#tenantId = tenantId
    this.#host = host
  }

  mayTry(): Promise<boolean> {
    return this.#host.isDown ? this.#host.breaker.mayTry() : this.#own.mayTry()
  }

  succeeded(): void {
    this.#own.succeeded()
    this.#host.hasGreeted()
  }

  failed({ hasGreeted }: { hasGreeted: boolean }): void {
    this.#own.failed()
    if (hasGreeted) this.#host.hasGreeted()
    else this.#host.wasSilent(this.#tenantId)
  }
}
