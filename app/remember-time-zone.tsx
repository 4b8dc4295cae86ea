'use client'

import { useRouter } from 'next/navigation'
import { useTimeZone } from 'next-intl'
import { useEffect } from 'react'

/** Tells the server where this browser sits, so that times are the same before and after React wakes up. */
export function RememberTimeZone() {
  const known = useTimeZone()
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const cookie = `postino.zone=${zone}`
    if (zone === known || document.cookie.split('; ').includes(cookie)) return
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140.
    document.cookie = `${cookie}; Path=/; Max-Age=31536000; SameSite=Lax`
    router.refresh()
  }, [known, router])
  return null
}
