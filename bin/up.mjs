import path from 'node:path'
import { closeAll, up } from './up/up.mjs'

/**
 * `npm run up`: everything on this machine, from a fresh clone on. `--dev` serves from source and follows
 * changes. Needs Node alone until it has installed the rest.
 */
const rootDir = path.resolve(import.meta.dirname, '..')
let signals = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    signals += 1
    // The second Ctrl-C is from somebody who does not want to wait.
    if (signals > 1) process.exit(130)
    process.stdout.write('\nStopping …\n')
    await closeAll()
    process.exit(0)
  })
}

try {
  await up({ rootDir, isDev: process.argv.includes('--dev') })
} catch (error) {
  if (signals === 0) {
    process.stderr.write(`\n${error.message}\n`)
    await closeAll()
    process.exit(1)
  }
}
