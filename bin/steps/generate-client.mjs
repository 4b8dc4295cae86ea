import path from 'node:path'
import { isStampCurrent, stampOf, writeStamp } from './content-stamp.mjs'
import { runQuietly } from './run-quietly.mjs'

/** Generates the Prisma client from prisma/schema when that changed. @returns whether it did */
export async function generateClient(rootDir) {
  const stampFile = path.join(rootDir, 'lib/db/generated/stamp')
  const stamp = await stampOf(rootDir, [
    'prisma/schema',
    'prisma.config.ts',
    'node_modules/prisma/package.json',
  ])
  if (await isStampCurrent(stampFile, stamp)) return false
  const prisma = path.join(rootDir, 'node_modules/prisma/build/index.js')
  await runQuietly(process.execPath, [prisma, 'generate'], {
    cwd: rootDir,
    // The command line would download an engine that generating never starts.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  await writeStamp(stampFile, stamp)
  return true
}
