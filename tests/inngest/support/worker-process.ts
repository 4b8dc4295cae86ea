/** A worker that can be killed: an executor in process with its functions, which write what they do to a table. */
import pg from 'pg'
import { EMBEDDED_BASE_URL, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { newClient } from './harness'
import { pause } from './probes'
import { quiet } from './quiet'

export interface WorkerProcessOptions {
  connectionString: string
  name: string
  /** Which of the functions below this worker hosts. */
  functions: string[]
}

const { connectionString, name, functions } = JSON.parse(process.argv[2] ?? '{}') as WorkerProcessOptions
const pool = new pg.Pool({ connectionString, max: 4 })
pool.on('error', () => undefined)
const executor = await startEmbeddedExecutor({ connectionString, workerId: name, logger: quiet })
const client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)

const note = (key: string, what: string) =>
  pool.query('INSERT INTO noted (key, what, worker) VALUES ($1, $2, $3)', [key, what, name])

const steps = (id: string) =>
  client.createFunction(
    { id, triggers: [{ event: `t/${id}` }], retries: 0, concurrency: { limit: 4, key: 'event.data.tenant' } },
    async ({ event, step }) => {
      for (const n of [1, 2, 3, 4]) {
        await step.run(`s${n}`, async () => {
          await note(event.data.k, `s${n}`)
          await pause(60)
        })
      }
      await step.sleep('z', '1s')
      await step.run('end', () => note(event.data.k, 'end').then(() => undefined))
    },
  )

await executor.register(client, functions.map(steps))
// A parent that ended must not leave workers behind.
process.on('disconnect', () => process.exit(0))
process.on('message', () => {
  void executor
    .drain(5_000)
    .then(() => executor.stop())
    .then(() => process.exit(0))
})
process.send?.('ready')
