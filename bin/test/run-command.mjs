import { spawn } from 'node:child_process'
import { onEnd } from './teardown.mjs'

/** Runs a test runner in sight of the reader. @returns its exit code */
export function runCommand(command, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
    onEnd(() => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
