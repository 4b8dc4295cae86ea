import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '@/lib/db/listen'
import { log } from '@/lib/log'
import { type RelayedEvent, relayOutbox } from '@/lib/outbox/relay-outbox'

const sweepMs = 1_000
/** While there is more and more, so long after one round the next begins, with the facts of that time. */
const paceMs = 100

/** Relays the outbox whenever a transaction says it wrote to it, and every second in case nobody was listening. */
export function startRelay(connectionString: string, send: (events: RelayedEvent[]) => Promise<void>) {
  let running: Promise<void> | undefined
  let isAskedAgain = false

  const run = async () => {
    do {
      isAskedAgain = false
      const { hasMore } = await relayOutbox(send)
      if (hasMore) isAskedAgain = true
      else if (isAskedAgain) await sleep(paceMs)
    } while (isAskedAgain)
  }
  const wake = () => {
    isAskedAgain = true
    running ??= run()
      .catch((error: unknown) =>
        log().warn({ err: error }, 'facts were not relayed; the next sweep tries again'),
      )
      .finally(() => {
        running = undefined
      })
  }
  const listener = listen(connectionString, { postino_outbox: wake }, wake)
  const timer = setInterval(wake, sweepMs)
  return {
    isConnected: () => listener.isConnected(),
    stop: async () => {
      clearInterval(timer)
      await listener.stop()
      await running
    },
  }
}
