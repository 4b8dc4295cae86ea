import { spawn } from 'node:child_process'
import { bundleOnce } from './worker-process'

export interface Printed {
  code: number | null
  out: string
  err: string
}

let bundled: Promise<void> | undefined

/** The command line as an operator runs it; of our environment it sees nothing but PATH. */
export async function runPostino(
  args: string[],
  given: { input?: string | Uint8Array; env?: Record<string, string> } = {},
): Promise<Printed> {
  bundled ??= bundleOnce()
  await bundled
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/postino.js', ...args], {
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'test', ...given.env },
    })
    const [out, err]: [string[], string[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()))
    child.on('close', (code) => resolve({ code, out: out.join(''), err: err.join('') }))
    child.stdin.end(given.input ?? '')
  })
}

export const linesOf = (out: string): unknown[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
