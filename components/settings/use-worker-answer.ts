'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useState } from 'react'

const askEveryMs = 1_000
const giveUpMs = 90_000

/**
 * Asks for what a worker was told to find out, until it is there or nobody answers. The page behind it is read again
 * then: the answer is in there too.
 *
 * @param path where the answer lies; null while nothing was asked
 * @param isDone whether what lies there is the answer
 */
export function useWorkerAnswer<T>(
  path: string | null,
  isDone: (found: T) => boolean,
): { answer: T | null; isLate: boolean } {
  const router = useRouter()
  const [state, setState] = useState<{ path: string; answer: T | null; isLate: boolean } | null>(null)
  const take = useEffectEvent((asked: string, found: T | null, startedAtMs: number): boolean => {
    const isAnswered = found !== null && isDone(found)
    const isLate = !isAnswered && Date.now() - startedAtMs > giveUpMs
    if (isAnswered || isLate) setState({ path: asked, answer: isAnswered ? found : null, isLate })
    if (isAnswered) router.refresh()
    return isAnswered || isLate
  })

  useEffect(() => {
    if (path === null) return
    const startedAtMs = Date.now()
    let timer: ReturnType<typeof setTimeout>
    let isGone = false
    const ask = async () => {
      const found = await read<T>(path)
      if (isGone || take(path, found, startedAtMs)) return
      timer = setTimeout(() => void ask(), askEveryMs)
    }
    void ask()
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [path])

  return state !== null && state.path === path
    ? { answer: state.answer, isLate: state.isLate }
    : { answer: null, isLate: false }
}

/** Null when it cannot be read now: it is asked for again. */
async function read<T>(path: string): Promise<T | null> {
  const response = await fetch(path).catch(() => null)
  return response?.ok ? response.json() : null
}
