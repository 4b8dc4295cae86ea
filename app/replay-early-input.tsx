'use client'

import { useEffect } from 'react'
import { earlyInputPatienceMs } from '@/components/ui/early-input'
import { tellOfFields } from '@/components/ui/tell-of-field'

/** Does again what was done before anything listened: what fields were filled with, then the buttons pressed. */
export function ReplayEarlyInput() {
  useEffect(() => {
    tellOfFields(window.postinoEarlyInput?.takeFields() ?? [])
    for (const button of window.postinoEarlyInput?.takeClicks() ?? []) button.click()
    // A page without keys of its own leaves them to the browser.
    const timer = setTimeout(() => window.postinoEarlyInput?.takeKeys(), earlyInputPatienceMs)
    return () => clearTimeout(timer)
  }, [])
  return null
}
