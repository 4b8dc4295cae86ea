import pg from 'pg'

export interface Listener {
  isConnected(): boolean
  stop(): Promise<void>
}

const reconnectDelayMs = 500

/**
 * One LISTEN connection of a process, for all its channels; connects again by itself. `onReconnect` runs after
 * every connection: notifications sent in between are lost, so the caller looks for itself.
 */
export function listen(
  connectionString: string,
  handlers: Record<string, (payload: string) => void>,
  onReconnect: () => void,
): Listener {
  let client: pg.Client | undefined
  let isStopped = false
  let isConnected = false
  let timer: NodeJS.Timeout | undefined

  const retry = () => {
    isConnected = false
    if (isStopped || timer) return
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, reconnectDelayMs)
  }

  const connect = async () => {
    const fresh = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, keepAlive: true })
    client = fresh
    fresh.on('error', retry)
    fresh.on('end', retry)
    fresh.on('notification', ({ channel, payload }) => handlers[channel]?.(payload ?? ''))
    try {
      await fresh.connect()
      for (const channel of Object.keys(handlers))
        await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`)
      isConnected = true
      onReconnect()
    } catch {
      // The 'end' event may not come when connecting failed; retry() starts one timer only.
      await fresh.end().catch(() => {})
      retry()
    }
  }

  void connect()
  return {
    isConnected: () => isConnected,
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
