import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in ticks of 10 ms (proc(5), USER_HZ). */
const tickMs = 10

/**
 * CPU time that processes took so far, with their children, those ended included.
 * @param {Record<string, number>} roots name to process id
 * @returns {Record<string, number>} name to milliseconds
 */
export function cpuTimes(roots) {
  const processes = readProcesses()
  return Object.fromEntries(
    Object.entries(roots).map(([name, pid]) => [name, treeTicks(processes, pid) * tickMs]),
  )
}

function treeTicks(processes, pid) {
  const own = processes.get(pid)
  if (!own) throw new Error(`process ${pid} is gone`)
  let ticks = own.own + own.ofEnded
  for (const [child, { parent }] of processes) if (parent === pid) ticks += treeTicks(processes, child)
  return ticks
}

function readProcesses() {
  const found = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The name of the program stands in brackets and may hold blanks.
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number)
      found.set(Number(name), {
        parent: fields[1],
        own: fields[11] + fields[12],
        ofEnded: fields[13] + fields[14],
      })
    } catch {
      // It ended between the listing and the reading; its parent has its time.
    }
  }
  return found
}
