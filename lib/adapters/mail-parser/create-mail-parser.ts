import { Piscina } from 'piscina'
import { AppError } from '@/lib/errors'
import { unreadable } from '@/lib/mail/parse'
import type { ParsedMail, ParseLimits, Unreadable, UnreadableReason } from '@/lib/mail/types'
import type { ParseTask } from './thread'
import { findThreadFile } from './thread-file'

export type MailParserOptions = {
  readonly threads?: number
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
  const { threads = 2, timeoutMs = 8000, memoryMb = 256, maxWaiting = 1000, limits = {} } = options
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
  const gate = new Gate(threads, maxWaiting)
  // Starting a thread takes a while; a mail must not pay for it out of its own time.
  const warmUp = async (): Promise<void> => {
    await pool.run({ bytes: new Uint8Array(), limits })
  }
  await Promise.all(Array.from({ length: threads }, warmUp))
  return {
    async parse(bytes) {
      await gate.enter()
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
        gate.leave()
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

/** Lets as many through as there are threads, so that the clock of a mail starts when its work starts. */
class Gate {
  private inside = 0
  private readonly waiting: (() => void)[] = []
  private readonly size: number
  private readonly maxWaiting: number

  constructor(size: number, maxWaiting: number) {
    this.size = size
    this.maxWaiting = maxWaiting
  }

  async enter(): Promise<void> {
    if (this.inside < this.size) {
      this.inside++
      return
    }
    if (this.waiting.length >= this.maxWaiting) {
      throw new AppError('server_unavailable', 'too many mails are waiting for the parser')
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** Hands the place to the next in line, or frees it. */
  leave(): void {
    const next = this.waiting.shift()
    if (next === undefined) this.inside--
    else next()
  }
}
