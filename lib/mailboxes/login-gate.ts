/**
 * Spaces out repeated logins at a host: providers count them. The first login of a mailbox goes at once; whoever comes
 * back after a broken line or a refusal waits for his turn among all that do. Asked before connecting.
 */
export class LoginGate {
  readonly #nextTurn = new Map<string, number>()
  readonly #known = new Set<string>()
  /** Turns of those that were told to come back then. */
  readonly #turns = new Map<string, { host: string; atMs: number }>()

  constructor(private readonly everyMs: number) {}

  /** How long to wait before logging in. The turn is taken by asking, and kept for whoever asks again meanwhile. */
  turnInMs(host: string, mailboxId: string, atMs: number): number {
    if (!this.#known.has(mailboxId)) {
      this.#known.add(mailboxId)
      this.#nextTurn.set(host, Math.max(this.#nextTurn.get(host) ?? 0, atMs + this.everyMs))
      return 0
    }
    const turn = this.#turnOf(host, mailboxId, atMs)
    if (turn > atMs) this.#turns.set(mailboxId, { host, atMs: turn })
    else this.#turns.delete(mailboxId)
    return turn - atMs
  }

  /** The turn was waited for: the next login needs another. */
  enter(mailboxId: string): void {
    this.#turns.delete(mailboxId)
  }

  #turnOf(host: string, mailboxId: string, atMs: number): number {
    const kept = this.#turns.get(mailboxId)
    if (kept?.host === host && atMs - kept.atMs < latestMs) return Math.max(atMs, kept.atMs)
    const turn = Math.max(atMs, this.#nextTurn.get(host) ?? 0)
    this.#nextTurn.set(host, turn + this.everyMs)
    return turn
  }
}

/** Who comes later than this has lost his turn: too many at once would have kept theirs. */
const latestMs = 60_000
