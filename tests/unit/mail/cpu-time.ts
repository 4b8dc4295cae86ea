/** CPU milliseconds that `work` takes: a busy machine does not make it fail. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}
