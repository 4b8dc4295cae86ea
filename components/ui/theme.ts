'use client'

import { useSyncExternalStore } from 'react'
import { type Theme, themeCookie, toTheme } from './theme-choice'

const listeners = new Set<() => void>()

/**
 * The theme in use stands on the root element: the server wrote it there from the cookie, and choosing another changes
 * both.
 */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, read, () => 'system'), choose]
}

const read = (): Theme => toTheme(document.documentElement.dataset.theme)

function choose(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140.
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
