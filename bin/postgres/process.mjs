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

/** When a running process began, in the system's own words: tells it from a later one with the same number. */
export function birthOf(pid) {
  if (!Number.isInteger(pid) || commandOf(pid) === null) return null
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the start time is the 20th word behind it (proc(5), field 22).
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
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
