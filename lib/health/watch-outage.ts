import { log } from '@/lib/log'
import { type HealthPart, readHealth } from './read-health'

/** What stands still for everybody: no worker lives, or the store of mails and files takes nothing. */
export type Outage = 'worker' | 'storage'

/** On globalThis: Next evaluates this module once for the start of the process and once for pages. */
const holder = globalThis as typeof globalThis & { postinoOutage?: Outage | null }

/** As this process saw it last; null when all goes on, and in a process that does not look. */
export const currentOutage = (): Outage | null => holder.postinoOutage ?? null

const everyMs = 3_000
const patienceMs = 10_000

/**
 * Looks again and again whether anybody works. Where no worker lives nobody sends the mail that would say so: then the
 * pages do. Two looks in a row must agree on bad news, so that a restart is not announced. Each web process looks for
 * itself and tells all of them: a page that hears it from one may be drawn by another, which must know as well.
 *
 * @returns how to stop
 */
export function startOutageWatch(
  onChange: () => Promise<void>,
  { read = readHealth, lookEveryMs = everyMs }: { read?: typeof readHealth; lookEveryMs?: number } = {},
): () => void {
  let before: Outage | null = null
  let told: Outage | null = null
  let timer: NodeJS.Timeout
  const look = async () => {
    try {
      const found = outageOf(await inTime(read()))
      const isSure = found === null || found === before
      before = found
      holder.postinoOutage = isSure ? found : currentOutage()
      if (isSure && found !== told) {
        await inTime(onChange())
        told = found
      }
    } catch (error) {
      log().warn({ err: error }, 'nobody knows how the workers are; the next look asks again')
    }
    again()
  }
  const again = () => {
    timer = setTimeout(look, lookEveryMs).unref()
  }
  again()
  return () => {
    clearTimeout(timer)
    holder.postinoOutage = null
  }
}

/** A look that nobody answers must not be the last one. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs).unref()
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A database that is away says nothing about the workers, and no page opens without it. */
const outageOf = (down: readonly HealthPart[]): Outage | null =>
  down.includes('worker') ? 'worker' : down.includes('blobs') ? 'storage' : null
