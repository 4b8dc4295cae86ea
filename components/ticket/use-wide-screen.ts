'use client'

import { useSyncExternalStore } from 'react'

/** Wide enough for the customer beside the conversation: the `wide` breakpoint of globals.css. */
const query = '(min-width: 86rem)'

export const useWideScreen = (): boolean =>
  useSyncExternalStore(
    (notify) => {
      const media = matchMedia(query)
      media.addEventListener('change', notify)
      return () => media.removeEventListener('change', notify)
    },
    () => matchMedia(query).matches,
    () => false,
  )
