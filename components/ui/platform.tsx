'use client'

import { createContext, type ReactNode, use } from 'react'

const Apple = createContext(false)

/** Whose keyboard this is, as the request said: server and browser write the same hints. */
export function PlatformProvider({ isApple, children }: { isApple: boolean; children: ReactNode }) {
  return <Apple value={isApple}>{children}</Apple>
}

/** What is written on the key that goes with another for commands. */
export const useModKey = (): '⌘' | 'Ctrl' => (use(Apple) ? '⌘' : 'Ctrl')
