import { Piscina } from 'piscina'
import { AppError } from '@/lib/errors'
import { unreadable } from '@/lib/mail/parse'
import type { ParsedMail, ParseLimits, Unreadable, UnreadableReason } from '@/lib/mail/types'
import type { ParseTask } from './thread'
import { findThreadFile } from './thread-file'

export type MailParserOptions = {
  readonly threads?: number
  /**
   * Mails read at the same time while none of them takes long; the other threads are there for when one does. Few warm
   * threads read more than many that each compile the same program.
   */
  readonly atOnce?: number
  /** From the moment a thread takes the mail; waiting for a free thread does not count. */
  readonly timeoutMs?: number
  readonly memoryMb?: number
  /** Mails that may wait for a thread; more are refused with `server_unavailable`. */
  readonly maxWaiting?: number
  readonly limits?: Partial<ParseLimits>
}

export type MailParser = {
  /** Answers for every byte string: what it is, or why it cannot be read. The bytes stay the caller's. */
  parse(bytes: Uint8Array): Promise<ParsedMail | Unreadable>
  close(): Promise<void>
}

/**
 * Reads mails in threads with hard limits. A mail that needs too long or too much memory, or crashes its
 * thread, costs that thread and nothing else: the mail is answered as unreadable, the next one gets a new
 * thread.
 */
export async function createMailParser(options: MailParserOptions = {}): Promise<MailParser> {
  const {
    threads = 2,
    atOnce = threads,
    timeoutMs = 8000,
    memoryMb = 256,
    maxWaiting = 1000,
    limits = {},
  } = options
  const pool = new Piscina<ParseTask, ParsedMail | Unreadable>({
    filename: await findThreadFile(),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  // An idle thread that dies has no mail to answer for; the pool starts another one with the next mail.
  pool.on('error', () => {})
  const gate = new Gate(atOnce, threads, maxWaiting)
  // Starting a thread takes a while; a mail must not pay for it out of its own time.
  const warmUp = async (): Promise<void> => {
    await pool.run({ bytes: new Uint8Array(), limits })
  }
  await Promise.all(Array.from({ length: threads }, warmUp))
  return {
    async parse(bytes) {
      const leave = await gate.enter()
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        // A copy that is handed over: sent as it is, a large mail would stand four times in memory on its way.
        const own = Uint8Array.from(bytes)
        return await pool.run({ bytes: own, limits }, { signal: timeout, transferList: [own.buffer] })
      } catch (error) {
        const answer = unreadable(bytes, reasonOf(error, timeout.aborted), String(error))
        await warmUp()
        return answer
      } finally {
        leave()
      }
    },
    close: () => pool.close({ force: true }),
  }
}

function reasonOf(error: unknown, isTimedOut: boolean): UnreadableReason {
  if (isTimedOut) return 'timed-out'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'parser-crashed'
}

/** A mail that takes longer no longer holds up the ones behind it. */
const slowAfterMs = 250

/**
 * Lets a few through at once, and one more for each that takes long, up to the number of threads: the clock of a mail
 * starts when its work starts.
 */
class Gate {
  readonly #waiting: (() => void)[] = []
  #inside = 0
  #slow = 0

  constructor(
    private readonly atOnce: number,
    private readonly threads: number,
    private readonly maxWaiting: number,
  ) {}

  /** @returns how to leave */
  async enter(): Promise<() => void> {
    if (!this.#hasRoom()) {
      if (this.#waiting.length >= this.maxWaiting) {
        throw new AppError('server_unavailable', 'too many mails are waiting for the parser')
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#inside++
    let isSlow = false
    const timer = setTimeout(() => {
      isSlow = true
      this.#slow++
      this.#letIn()
    }, slowAfterMs)
    return () => {
      clearTimeout(timer)
      if (isSlow) this.#slow--
      this.#inside--
      this.#letIn()
    }
  }

  /** Takes the place for the one that is woken: nobody who comes meanwhile may. */
  #letIn(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) {
      this.#inside++
      this.#waiting.shift()?.()
    }
  }

  #hasRoom(): boolean {
    return this.#inside < Math.min(this.atOnce + this.#slow, this.threads)
  }
}
