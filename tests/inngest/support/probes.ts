import { randomBytes } from 'node:crypto'

/** What a function did, told by the function; `key` is the test's own, so that tests run side by side. */
export interface Probe {
  key: string
  what: string
  atMs: number
  value: unknown
}

const probes: Probe[] = []

export const newKey = (): string => randomBytes(6).toString('hex')

export function record(key: string, what: string, value?: unknown): void {
  probes.push({ key, what, atMs: Date.now(), value })
}

export const probesOf = (key: string, what: string): Probe[] =>
  probes.filter((probe) => probe.key === key && probe.what === what)

export const countOf = (key: string, ...whats: string[]): number[] =>
  whats.map((what) => probesOf(key, what).length)

/** How many were inside at once, of those who recorded 'in' and 'out'. */
export function mostInside(key: string): number {
  let inside = 0
  let most = 0
  for (const probe of probes) {
    if (probe.key !== key) continue
    if (probe.what === 'in') inside++
    if (probe.what === 'out') inside--
    most = Math.max(most, inside)
  }
  return most
}

/** For who is inside: stays until there has been another beside him, or for so long that there never will be. */
export async function untilCompany(key: string): Promise<void> {
  const end = Date.now() + 10_000
  while (mostInside(key) < 2 && Date.now() < end) await pause(15)
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until `look` gives something; fails after `timeoutMs`. */
export async function until<T>(
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`nothing came within ${timeoutMs} ms`)
    await pause(15)
  }
}

export const untilProbe = (key: string, what: string, timeoutMs?: number): Promise<Probe> =>
  until(() => probesOf(key, what)[0], timeoutMs)

/** The value a function recorded as its end. */
export const untilDone = async (key: string, timeoutMs?: number): Promise<unknown> =>
  (await untilProbe(key, 'done', timeoutMs)).value
