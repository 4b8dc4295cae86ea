import path from 'node:path'
import { parseArgs } from 'node:util'
import { closeAll, up } from './up/up.mjs'

/**
 * `npm run up`: everything on this machine, from a fresh clone on. `--dev` serves from source and follows
 * changes. Needs Node alone until it has installed the rest.
 */
const rootDir = path.resolve(import.meta.dirname, '..')
const usage = 'npm run up [-- --dev]: starts Postino here. Variables and ports: docs/operating.md.'
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
  const { values } = parseArgs({
    options: { dev: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) process.stdout.write(`${usage}\n`)
  else await up({ rootDir, isDev: values.dev === true })
} catch (error) {
  if (signals === 0) {
    process.stderr.write(`\n${error.message}\n`)
    await closeAll()
    process.exit(1)
  }
}
