interface Holder {
  lastMailAtMs: number
  leave: () => void
}

/**
 * Connections that may stay open and listen, in this process. When all are taken, the mailbox that had mail last
 * listens and the quietest one is polled like the rest.
 */
export class IdleBudget {
  readonly #holders = new Map<string, Holder>()

  constructor(private readonly max: number) {}

  /** May this mailbox listen? If that takes the place of a quieter one, that one is told to leave. */
  enter(mailboxId: string, lastMailAt: Date | null, leave: () => void): boolean {
    const lastMailAtMs = lastMailAt?.getTime() ?? 0
    if (this.#holders.size >= this.max) {
      const quietest = this.#quietest()
      if (!quietest || quietest.holder.lastMailAtMs >= lastMailAtMs) return false
      this.#holders.delete(quietest.mailboxId)
      quietest.holder.leave()
    }
    this.#holders.set(mailboxId, { lastMailAtMs, leave })
    return true
  }

  noteMail(mailboxId: string, at: Date): void {
    const holder = this.#holders.get(mailboxId)
    if (holder) holder.lastMailAtMs = at.getTime()
  }

  exit(mailboxId: string): void {
    this.#holders.delete(mailboxId)
  }

  #quietest(): { mailboxId: string; holder: Holder } | null {
    let found: { mailboxId: string; holder: Holder } | null = null
    for (const [mailboxId, holder] of this.#holders)
      if (!found || holder.lastMailAtMs < found.holder.lastMailAtMs) found = { mailboxId, holder }
    return found
  }
}
