import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import type { TestDatabase } from '../../../support/database'

export interface SenderProcess {
  kill(): Promise<void>
  output(): string
}

const rootDir = path.resolve(import.meta.dirname, '../../../..')
const outFile = path.join(rootDir, 'node_modules/.cache/postino-sender.mjs')

export async function bundleSender(): Promise<void> {
  await mkdir(path.dirname(outFile), { recursive: true })
  await build({
    entryPoints: [path.join(import.meta.dirname, 'sender-program.ts')],
    outfile: outFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfig: path.join(rootDir, 'tsconfig.json'),
    logLevel: 'silent',
  })
}

/** Starts what sends as a process of its own, and waits until it looks for mails. */
export async function startSender(database: TestDatabase, mailOutUrl: string): Promise<SenderProcess> {
  const child = spawn(process.execPath, [outFile], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: '',
      DATABASE_APP_URL: database.urlOf('app'),
      DATABASE_SYSTEM_URL: database.urlOf('system'),
      DATABASE_EXECUTOR_URL: database.urlOf('executor'),
      MAIL_OUT_URL: mailOutUrl,
    },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('sender ready')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => reject(new Error(`the sender stopped: ${said}`)))
  })
  await ready
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    output: () => said,
  }
}
