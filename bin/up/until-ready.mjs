import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 90_000
const askTimeoutMs = 5_000

/** Ready is when the health address answers 200: pages, database, worker and blobs are all there. */
export async function untilReady(settings, programs) {
  const deadline = Date.now() + patienceMs
  let answer = 'no answer'
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`http://127.0.0.1:${settings.port}/api/health`, {
        signal: AbortSignal.timeout(askTimeoutMs),
      })
      const text = await response.text()
      if (response.ok) return
      answer = text
    } catch (error) {
      answer = String(error.cause?.code ?? error.message)
    }
    await sleep(100)
  }
  const said = programs.map((program) => `${program.name} said last:\n${program.lastLines()}`).join('\n\n')
  throw new Error(`Postino did not become ready within ${patienceMs / 1000} s (${answer}).\n\n${said}`)
}
