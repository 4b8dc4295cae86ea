'use client'

import { useEffect } from 'react'
import { earlyInputPatienceMs } from '@/components/ui/early-input'

/** Presses the buttons again that were pressed before anything listened to them. */
export function ReplayEarlyClicks() {
  useEffect(() => {
    for (const button of window.postinoEarlyInput?.takeClicks() ?? []) button.click()
    // A page without keys of its own leaves them to the browser.
    const timer = setTimeout(() => window.postinoEarlyInput?.takeKeys(), earlyInputPatienceMs)
    return () => clearTimeout(timer)
  }, [])
  return null
}
