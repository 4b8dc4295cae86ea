/** An executor in a process of its own, its API on a port: entry of a child process, steered by messages. */
import { startEmbeddedExecutor } from '@/inngest/embedded/host'
import { serveHttp } from './http-host'
import { quiet } from './quiet'

export interface ExecutorProcessOptions {
  connectionString: string
  retryDelaysMs: number[]
}

const { connectionString, retryDelaysMs } = JSON.parse(process.argv[2] ?? '{}') as ExecutorProcessOptions
const executor = await startEmbeddedExecutor({
  connectionString,
  retryDelaysMs,
  workerId: 'child',
  logger: quiet,
})
const host = await serveHttp((request) => executor.fetch(request))

// A parent that ended must not leave an executor behind.
process.on('disconnect', () => process.exit(0))
process.on('message', (message: { registerUrl?: string; stop?: true }) => {
  void (async () => {
    if (message.registerUrl !== undefined) {
      await executor.registerUrl(message.registerUrl).then(
        () => process.send?.({ registered: true }),
        (error: unknown) => process.send?.({ refused: String(error) }),
      )
    }
    if (message.stop === true) {
      await executor.stop()
      await host.close()
      process.disconnect()
    }
  })()
})
process.send?.({ origin: host.origin, keys: executor.keys })
