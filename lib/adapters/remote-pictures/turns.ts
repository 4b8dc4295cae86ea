import { AppError } from '@/lib/errors'

interface Line {
  running: number
  waiting: (() => void)[]
}

/**
 * So many at once, and so many of each owner: servers that never answer hold up nobody else's work. An owner's line
 * has an end; whoever comes after it is refused with AppError `rate_limited`.
 */
export function createTurns(limits: { atOnce: number; atOnceEach: number; waitingEach: number }) {
  const lines = new Map<string, Line>()
  let running = 0

  const startNext = () => {
    // Owners take turns: whoever was served goes to the end.
    for (const [owner, line] of [...lines]) {
      if (running >= limits.atOnce) return
      if (line.running >= limits.atOnceEach) continue
      const next = line.waiting.shift()
      if (!next) continue
      lines.delete(owner)
      lines.set(owner, line)
      line.running++
      running++
      next()
    }
  }

  return {
    async take<T>(owner: string, work: () => Promise<T>): Promise<T> {
      const line = lines.get(owner) ?? { running: 0, waiting: [] }
      if (line.waiting.length >= limits.waitingEach)
        throw new AppError('rate_limited', 'too many are waiting')
      lines.set(owner, line)
      const turn = new Promise<void>((resolve) => line.waiting.push(resolve))
      startNext()
      await turn
      try {
        return await work()
      } finally {
        line.running--
        running--
        if (line.running === 0 && line.waiting.length === 0) lines.delete(owner)
        startNext()
      }
    },
  }
}
