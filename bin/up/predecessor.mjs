import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { birthOf, endProcess } from '../postgres/process.mjs'

/**
 * Two at once on one data folder would fight; one that was killed leaves its programs running. The first is said,
 * the second is cleaned up. A process counts as ours only if it began when the one we wrote down began: its number
 * may belong to another by now, and its command line is its own to change.
 */
export async function endPredecessor(dataDir) {
  const record = await readRecord(dataDir)
  if (!record) return
  if (record.up.pid !== process.pid && isSame(record.up)) {
    throw new Error(
      `Postino already runs from this folder (process ${record.up.pid}): stop it with Ctrl-C there, or with kill ${record.up.pid}.`,
    )
  }
  await Promise.all(record.programs.filter(isSame).map(({ pid }) => endProcess(pid, { isGroup: true })))
  await forgetProcesses(dataDir)
}

export async function recordProcesses(dataDir, programs) {
  const record = {
    up: noteProcess(process.pid),
    programs: programs.map(({ pid }) => noteProcess(pid())),
  }
  await writeFile(recordFile(dataDir), JSON.stringify(record), { mode: 0o600 })
}

export const forgetProcesses = (dataDir) => rm(recordFile(dataDir), { force: true })

const recordFile = (dataDir) => path.join(dataDir, 'running.json')

const noteProcess = (pid) => ({ pid, birth: birthOf(pid) })

const isSame = ({ pid, birth }) => birth !== null && birthOf(pid) === birth

async function readRecord(dataDir) {
  try {
    return JSON.parse(await readFile(recordFile(dataDir), 'utf8'))
  } catch {
    return null
  }
}
