/**
 * Spaces out repeated logins at a host: providers count them. The first login of a mailbox goes at once; whoever comes
 * back after a broken line or a refusal waits for his turn among all that do. Asked before connecting.
 */
export class LoginGate {
  readonly #nextTurn = new Map<string, number>()
  readonly #known = new Set<string>()

  constructor(private readonly everyMs: number) {}

  /** How long to wait before logging in; the turn is taken by asking. */
  turnInMs(host: string, mailboxId: string, atMs: number): number {
    if (!this.#known.has(mailboxId)) {
      this.#known.add(mailboxId)
      this.#nextTurn.set(host, Math.max(this.#nextTurn.get(host) ?? 0, atMs + this.everyMs))
      return 0
    }
    const turn = Math.max(atMs, this.#nextTurn.get(host) ?? 0)
    this.#nextTurn.set(host, turn + this.everyMs)
    return turn - atMs
  }
}
