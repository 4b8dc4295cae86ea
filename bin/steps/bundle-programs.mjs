import { access } from 'node:fs/promises'
import path from 'node:path'
import { isStampCurrent, stampOf, writeStamp } from './content-stamp.mjs'
import { drawingOptions } from './drawing-bundle.mjs'

/** What Node starts by itself: it runs no TypeScript, so that these are bundled to dist/. */
const programs = {
  worker: 'bin/worker.ts',
  migrate: 'bin/migrate.ts',
  postino: 'bin/postino.ts',
}

const sources = [
  ...Object.values(programs),
  'app/t/[tenant]/tickets/draw-inbox.tsx',
  'bin/postino',
  'components',
  'i18n',
  'inngest',
  'lib',
  'messages',
  'prisma',
  'tsconfig.json',
  'package-lock.json',
]

/** Bundles the programs when their sources changed. @returns whether it did */
export async function bundlePrograms(rootDir) {
  const stampFile = path.join(rootDir, 'dist/stamp')
  const stamp = await stampOf(rootDir, sources)
  if (await isStampCurrent(stampFile, stamp)) return false
  const { build } = await import('esbuild')
  await Promise.all((await bundleOptions(rootDir)).map((options) => build(options)))
  await writeStamp(stampFile, stamp)
  return true
}

/** Bundles again at every change, until `stop` is called. */
export async function watchPrograms(rootDir) {
  const { context } = await import('esbuild')
  const watching = await Promise.all(
    (await bundleOptions(rootDir)).map((options) => context({ ...options, logLevel: 'error' })),
  )
  await Promise.all(watching.map((each) => each.watch()))
  return { stop: () => Promise.all(watching.map((each) => each.dispose())) }
}

async function bundleOptions(rootDir) {
  const present = await Promise.all(
    Object.entries(programs).map(async ([name, source]) => {
      const file = path.join(rootDir, source)
      const isThere = await access(file).then(
        () => true,
        () => false,
      )
      return isThere ? [[name, file]] : []
    }),
  )
  const forNode = {
    outdir: path.join(rootDir, 'dist'),
    absWorkingDir: rootDir,
    tsconfig: path.join(rootDir, 'tsconfig.json'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'silent',
  }
  return [
    { ...forNode, entryPoints: Object.fromEntries(present.flat()), splitting: true, packages: 'external' },
    // Threads start often and should start quickly: one file with its libraries in it. Those are CommonJS.
    {
      ...forNode,
      entryPoints: { 'mail-parser-thread': path.join(rootDir, 'lib/adapters/mail-parser/thread.ts') },
      external: ['piscina'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    },
    drawingOptions(rootDir, forNode),
  ]
}
