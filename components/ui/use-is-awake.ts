'use client'

import { useSyncExternalStore } from 'react'

/**
 * False on the server and while the browser takes over what it drew. What only an awake page can do (menus, tooltips,
 * dialogs) is not prepared before: of a page of the inbox that was a third of the work, and the ids that tie its parts
 * together depend on where they stand, which differs where the markup is drawn by itself (draw-inbox.tsx).
 */
export const useIsAwake = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

const never = () => () => {}
