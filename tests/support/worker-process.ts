import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, rmdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import type { TestDatabase } from './database'

export interface WorkerProcess {
  readonly pid: number
  /** SIGKILL leaves everything as it lies; SIGTERM lets it finish. Resolves when the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  hasExited(): boolean
  /** What it logged. */
  output(): string
}

export interface WorkerSettings {
  database: TestDatabase
  smtpPort: number
  blobsFolder: string
  mailOutUrl?: string
  env?: Record<string, string>
}

const rootDir = path.resolve(import.meta.dirname, '../..')
const readyTimeoutMs = 90_000

/** Starts the bundled worker as its own process and waits until it takes mail. */
export async function startWorker(settings: WorkerSettings): Promise<WorkerProcess> {
  await bundleOnce()
  const { database } = settings
  const child = spawn(process.execPath, [path.join(rootDir, 'dist/worker.js')], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: '',
      DATABASE_APP_URL: database.urlOf('app'),
      DATABASE_SYSTEM_URL: database.urlOf('system'),
      DATABASE_EXECUTOR_URL: database.urlOf('executor'),
      BLOBS: `disk:${settings.blobsFolder}`,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(settings.smtpPort),
      MAIL_OUT_URL: settings.mailOutUrl ?? '',
      LOG_LEVEL: 'info',
      ...settings.env,
    },
  })
  const lines: string[] = []
  const hear = (chunk: Buffer) => lines.push(chunk.toString())
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  await untilReady(child, lines)
  return {
    pid: child.pid ?? 0,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    output: () => lines.join(''),
    end: (signal) => end(child, signal),
  }
}

function untilReady(child: ChildProcess, lines: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearInterval(poll)
      clearTimeout(timer)
      reject(new Error(`the worker ${why}:\n${lines.join('')}`))
    }
    const timer = setTimeout(() => fail('is not ready'), readyTimeoutMs)
    const poll = setInterval(() => {
      if (!lines.some((line) => line.includes('"worker ready"'))) return
      clearInterval(poll)
      clearTimeout(timer)
      child.removeListener('exit', onExit)
      resolve()
    }, 10)
    const onExit = () => fail('stopped')
    child.once('exit', onExit)
  })
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}

/** Test files run in several processes; one of them bundles, the others wait and find it done. */
export async function bundleOnce(): Promise<void> {
  const lock = path.join(rootDir, 'node_modules/.cache/postino-bundle-lock')
  await mkdir(path.dirname(lock), { recursive: true })
  for (let waitedMs = 0; ; waitedMs += 100) {
    const isMine = await mkdir(lock).then(
      () => true,
      () => false,
    )
    if (isMine || waitedMs > 30_000) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  try {
    const code =
      "import { bundlePrograms } from './bin/steps/bundle-programs.mjs'; await bundlePrograms(process.cwd())"
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: rootDir })
  } finally {
    await rmdir(lock).catch(() => {})
  }
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
