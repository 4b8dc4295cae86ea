import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const restartDelayMs = 1_000
/** A program that ends this soon after its start will not get better by starting it again. */
const tooSoonMs = 10_000
const tolerableFailures = 3

/**
 * Runs a Node program in a process group of its own, so that Ctrl-C reaches us alone and we stop the parts in
 * their order. What it prints goes to `.data/logs`. One that ends by itself is started again; one that keeps
 * ending is given up.
 */
export function startProgram(name, args, { rootDir, dataDir, env, stopPatienceMs, onStart, onGiveUp }) {
  const logFile = path.join(dataDir, 'logs', `${name}.log`)
  mkdirSync(path.dirname(logFile), { recursive: true })
  let child
  let exited
  let isStopping = false
  let failures = 0

  const start = (flags) => {
    const log = openSync(logFile, flags, 0o600)
    const startedAt = Date.now()
    child = spawn(process.execPath, args, { cwd: rootDir, env, stdio: ['ignore', log, log], detached: true })
    closeSync(log)
    exited = new Promise((resolve) => child.once('exit', resolve))
    child.once('exit', async (code, signal) => {
      if (isStopping) return
      failures = Date.now() - startedAt < tooSoonMs ? failures + 1 : 1
      if (failures >= tolerableFailures || hasSaidWhy(code, logFile)) {
        await onGiveUp(
          `${name} ended (${signal ?? code}). It said last:\n${lastLines(logFile)}\nAll of it: ${logFile}`,
        )
        return
      }
      await sleep(restartDelayMs)
      if (isStopping) return
      start('a')
      await onStart()
    })
  }

  start('w')
  queueMicrotask(onStart)
  return {
    name,
    logFile,
    pid: () => child.pid,
    lastLines: () => lastLines(logFile),
    stop: async () => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      signalGroup(child.pid, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), stopPatienceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

/** A wrong setting or a full disk is not cured by trying again. */
function hasSaidWhy(code, logFile) {
  return (
    code === 1 && /The environment is not usable|EADDRINUSE|ENOSPC|No space left/.test(lastLines(logFile))
  )
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

const lastLines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
