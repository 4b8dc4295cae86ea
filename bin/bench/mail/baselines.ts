import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MailCase } from './corpus'
import type { Read } from './score'

/** Which ready-made part is measured on which kind of case. */
export const baselines: Readonly<Record<string, readonly string[]>> = {
  mailparser: ['ticket', 'parse', 'parse-malformed', 'robustness'],
  'email-reply-parser': ['reply', 'reply-html'],
  planer: ['reply', 'reply-html'],
  'planer, email-reply-parser': ['reply', 'reply-html'],
  'email-forward-parser': ['forward'],
  'header rules': ['bounce', 'autoreply', 'feedback'],
}

const timeoutMs = 5_000

export type Answer = { out: Read; ms: number } | { error: string; ms: number }

/** Asks a ready-made part; one that takes too long loses the case and its thread. */
export function createBaselineRunner() {
  let thread: Worker | null = null
  return {
    async read(name: string, { bytes }: MailCase): Promise<Answer> {
      thread ??= await startThread()
      const asked = thread
      const start = performance.now()
      const answer = await new Promise<{ out: Read } | { error: string }>((resolve) => {
        const end = (told: { out: Read } | { error: string }) => {
          clearTimeout(timer)
          asked.off('message', end)
          asked.off('error', fail)
          resolve(told)
        }
        const fail = (error: unknown) => end({ error: String(error) })
        const timer = setTimeout(() => end({ error: 'timeout' }), timeoutMs)
        asked.once('message', end)
        asked.once('error', fail)
        asked.postMessage({ name, bytes })
      })
      if ('error' in answer) {
        thread = null
        await asked.terminate()
      }
      return { ...answer, ms: performance.now() - start }
    },
    async close() {
      await thread?.terminate()
    },
  }
}

/** The loader of this program is left out (the thread is plain JavaScript), and loading is nobody's time. */
async function startThread(): Promise<Worker> {
  const thread = new Worker(new URL('./baseline-thread.mjs', import.meta.url), {
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  await once(thread, 'message')
  return thread
}
