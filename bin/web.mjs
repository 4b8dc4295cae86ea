import cluster from 'node:cluster'
import path from 'node:path'
import { webProcessCount } from './up/web-program.mjs'

/**
 * The pages, in as many processes as may work at once: drawing a page keeps one busy, and the others answer meanwhile. They
 * share the port and nothing else, and each keeps its own stream of the database's news. Arguments: `next start`'s.
 */
const restartDelayMs = 1_000
const poolSize = Math.ceil(Number(process.env.DATABASE_POOL_SIZE || 10) / webProcessCount)
let isStopping = false
let hasBegun = false

cluster.setupPrimary({
  exec: path.resolve(import.meta.dirname, '../node_modules/next/dist/bin/next'),
  args: ['start', ...process.argv.slice(2)],
})
const start = () => cluster.fork({ DATABASE_POOL_SIZE: String(poolSize) })

// The signal goes to the whole process group: the pages end by themselves, and this ends after them.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    isStopping = true
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal)
  })
}

cluster.on('listening', () => {
  // The first answers as soon as it can; the others would only take time from it.
  if (!hasBegun) for (let n = 1; n < webProcessCount; n++) start()
  hasBegun = true
})

cluster.on('exit', (_, code) => {
  if (isStopping) return
  // One that never began says why in the log, and whoever started us decides.
  if (!hasBegun) process.exit(code || 1)
  setTimeout(() => isStopping || start(), restartDelayMs)
})

start()
