import { spawn } from 'node:child_process'

/**
 * Runs a command to its end without showing what it prints.
 * @returns {Promise<string>} its output
 * @throws CommandFailed with the output, which is worth reading then
 */
export function runQuietly(command, args, { cwd, env = process.env, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (text) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.once('error', (error) => reject(new CommandFailed(command, args, null, error.message)))
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new CommandFailed(command, args, code, output)),
    )
  })
}

export class CommandFailed extends Error {
  constructor(command, args, code, output) {
    super(
      /ENOSPC|No space left on device/.test(output)
        ? 'The disk is full: make room and start again.'
        : `${[command, ...args].join(' ')} failed${code === null ? '' : ` (${code})`}:\n${output.trim()}`,
    )
    this.output = output
    this.code = code
  }
}
