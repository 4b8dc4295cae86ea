import { Socket } from 'node:net'

/**
 * A connection that sends what is written in one go as one packet: statements that leave together cost one call into
 * the system, and the server reads them with one.
 */
export class PacketSocket extends Socket {
  #isHeld = false

  override write(chunk: string | Uint8Array, ...rest: unknown[]): boolean {
    this.#hold()
    // Node's own overloads take what was given here.
    return Reflect.apply(super.write, this, [chunk, ...rest])
  }

  /** Until the code that runs, and the answers to what it awaited, have written what they have to. */
  #hold(): void {
    if (this.#isHeld) return
    this.#isHeld = true
    this.cork()
    process.nextTick(() => {
      this.#isHeld = false
      this.uncork()
    })
  }
}
