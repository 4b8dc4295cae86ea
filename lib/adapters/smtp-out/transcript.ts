import type { SendEvidence } from '@/lib/outbound/types'

/**
 * The replies of a server to one mail, in the order in which they must come: MAIL, each RCPT, DATA, the end of the
 * data. The library reports a connection that broke after the whole mail was sent with the same code as one that
 * never came about; only the replies that were seen tell them apart.
 */
export class Transcript {
  readonly #recipients: readonly string[]
  readonly #replies: string[] = []
  /** Set before the first byte of the message leaves: from then on the server may have it. */
  hasDataLeft = false

  constructor(recipients: readonly string[]) {
    this.#recipients = recipients
  }

  add(reply: string): void {
    this.#replies.push(reply)
  }

  get isSilent(): boolean {
    return this.#replies.length === 0
  }

  /** The server asked for the data (354; some say 250). */
  get sawDataGo(): boolean {
    const reply = this.#replies[this.#recipients.length + 1]
    return (
      (reply !== undefined && /^[23]/.test(reply)) || this.#replies.some((each) => each.startsWith('354'))
    )
  }

  get perRecipient(): SendEvidence['perRecipient'] {
    return this.#recipients.flatMap((address, index) => {
      const response = this.#replies[index + 1]
      return response === undefined ? [] : [{ address, isAccepted: response.startsWith('2'), response }]
    })
  }

  /** The command that waited for a reply when the connection ended. */
  get pendingCommand(): Command {
    return this.#commandAt(this.#replies.length)
  }

  get lastAnsweredCommand(): Command {
    return this.#commandAt(Math.max(0, this.#replies.length - 1))
  }

  #commandAt(index: number): Command {
    if (index === 0) return 'MAIL'
    return index <= this.#recipients.length ? 'RCPT' : 'DATA'
  }
}

type Command = NonNullable<SendEvidence['command']>
