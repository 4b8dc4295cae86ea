const isTerminal = process.stdout.isTTY === true

/** Tells what is being done while it is, and how long it took. A step that had nothing to do says nothing. */
export async function step(title, work) {
  const startedAt = Date.now()
  if (isTerminal) process.stdout.write(`  … ${title}`)
  let didWork
  try {
    didWork = await work()
  } finally {
    if (isTerminal) process.stdout.write('\r\x1b[2K')
  }
  if (didWork !== false) say(`  ✓ ${title}  ${seconds(Date.now() - startedAt)}`)
  return didWork
}

export const say = (line = '') => process.stdout.write(`${line}\n`)

export const seconds = (durationMs) => `${(durationMs / 1000).toFixed(1)} s`
