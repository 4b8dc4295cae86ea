import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

/**
 * Where the code of a parser thread lies. Built: `mail-parser-thread.js` beside the running bundle. From
 * source (tests, tsx): bundled on demand, because a thread does not inherit the loader that reads TypeScript.
 */
export async function findThreadFile(): Promise<string> {
  const built = fileURLToPath(new URL('./mail-parser-thread.js', import.meta.url))
  return existsSync(built) ? built : bundleFromSource()
}

async function bundleFromSource(): Promise<string> {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  // By a variable, so that a bundler does not pull itself into the bundle.
  const name = 'esbuild'
  const esbuild: typeof import('esbuild') = await import(name)
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['lib/adapters/mail-parser/thread.ts'],
    ...threadBundle,
    write: false,
    logLevel: 'silent',
  })
  const code = result.outputFiles?.[0]?.contents ?? new Uint8Array()
  const folder = join(root, 'node_modules/.cache/postino')
  const file = join(
    folder,
    `mail-parser-thread-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`,
  )
  if (existsSync(file)) return file
  await mkdir(folder, { recursive: true })
  // Several test processes may do this at once: a file appears whole or not at all.
  const draft = `${file}.${process.pid}`
  await writeFile(draft, code)
  await rename(draft, file)
  return file
}

/** The same settings build `dist/mail-parser-thread.js`. The mail libraries are CommonJS and want `require`. */
export const threadBundle: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Its marks for hand-over are per module instance: the thread has to use the one it was started by.
  external: ['piscina'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
}
