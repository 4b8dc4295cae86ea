'use client'

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

/**
 * A choice of this browser (density, pane open), kept in localStorage. Where storage is refused the choice
 * lives as long as the page.
 */
export function useLocalChoice<T extends string>(
  name: string,
  allowed: readonly T[],
  fallback: T,
): [T, (value: T) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(name, allowed, fallback),
    () => fallback,
  )
  return [value, (next) => write(name, next)]
}

const memory = new Map<string, string>()

function read<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  const stored = memory.get(name) ?? readStorage(name)
  return allowed.find((one) => one === stored) ?? fallback
}

function readStorage(name: string): string | null {
  try {
    return localStorage.getItem(`postino.${name}`)
  } catch {
    return null
  }
}

function write(name: string, value: string): void {
  memory.set(name, value)
  try {
    localStorage.setItem(`postino.${name}`, value)
  } catch {
    // Private windows may refuse storage; the choice then ends with the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
