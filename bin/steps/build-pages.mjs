import { access } from 'node:fs/promises'
import path from 'node:path'
import { isStampCurrent, stampOf, writeStamp } from './content-stamp.mjs'
import { runQuietly } from './run-quietly.mjs'

const sources = [
  ...['app', 'components', 'i18n', 'inngest', 'lib', 'messages', 'public', 'prisma/schema'],
  ...[
    'instrumentation.ts',
    'next.config.ts',
    'postcss.config.mjs',
    'proxy.ts',
    'tsconfig.json',
    'package-lock.json',
  ],
]

/** Builds the pages when their sources changed. The build needs no environment. @returns whether it did */
export async function buildPages(rootDir) {
  const stampFile = path.join(rootDir, '.next/stamp')
  const stamp = await stampOf(rootDir, sources)
  const isBuilt = await access(path.join(rootDir, '.next/BUILD_ID')).then(
    () => true,
    () => false,
  )
  if (isBuilt && (await isStampCurrent(stampFile, stamp))) return false
  const next = path.join(rootDir, 'node_modules/next/dist/bin/next')
  await runQuietly(process.execPath, [next, 'build'], {
    cwd: rootDir,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  await writeStamp(stampFile, stamp)
  return true
}
