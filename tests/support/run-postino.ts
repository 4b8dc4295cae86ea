import { spawn } from 'node:child_process'

export interface Printed {
  code: number | null
  out: string
  err: string
}

/** The command line as an operator runs it; of our environment it sees nothing but PATH. */
export function runPostino(
  args: string[],
  given: { input?: string | Uint8Array; env?: Record<string, string> } = {},
): Promise<Printed> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/postino.ts', ...args], {
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
