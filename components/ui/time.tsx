'use client'

import { useLocale, useTimeZone } from 'next-intl'
import { useEffect, useState } from 'react'
import { exactTime, relativeTime } from './format-time'

/**
 * Relative up to a day, then a date; the exact time on hover. Server and browser may disagree by a second about
 * "now", which React would report: the text alone is allowed to differ.
 */
export function Time({ at, className }: { at: string; className?: string }) {
  const locale = useLocale()
  const timeZone = useTimeZone()
  const now = useNow()
  return (
    <time
      dateTime={at}
      title={exactTime(at, locale, timeZone)}
      className={className}
      suppressHydrationWarning
    >
      {relativeTime(at, now, locale, timeZone)}
    </time>
  )
}

let clock = Date.now()
const listeners = new Set<(now: number) => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for all times on the page. */
function useNow(): number {
  const [now, setNow] = useState(() => Math.max(clock, Date.now()))
  useEffect(() => {
    listeners.add(setNow)
    timer ??= setInterval(() => {
      clock = Date.now()
      for (const listener of listeners) listener(clock)
    }, 30_000)
    return () => {
      listeners.delete(setNow)
      if (listeners.size === 0) {
        clearInterval(timer)
        timer = undefined
      }
    }
  }, [])
  return now
}
