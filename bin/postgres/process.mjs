import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The command line of a running process; null when there is none, or it is a zombie. */
export function commandOf(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return null
  try {
    if (process.platform === 'linux') {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return command === '' ? null : command
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/** Ends a process: first politely, after `patienceMs` for good. Returns when it is gone. */
export async function endProcess(pid, { signal = 'SIGTERM', patienceMs = 5_000, isGroup = false } = {}) {
  const send = (what) => {
    try {
      process.kill(isGroup ? -pid : pid, what)
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }
  send(signal)
  const deadline = Date.now() + patienceMs
  while (commandOf(pid) !== null) {
    if (Date.now() > deadline) {
      send('SIGKILL')
      await sleep(100)
      return
    }
    await sleep(20)
  }
}
