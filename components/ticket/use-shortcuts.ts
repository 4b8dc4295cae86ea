'use client'

import { useEffect, useEffectEvent } from 'react'

/** Keys as written in the list of keys: `j`, `?`, `g o` (one after the other), `mod+k` (⌘ or Ctrl). */
export type Shortcuts = Record<string, (() => void) | undefined>

const sequenceMs = 1_200

/**
 * Keys of the whole page. Single keys are silent while something is being typed or a menu is open, and when the
 * reader has switched them off (WCAG 2.1.4).
 */
export function useShortcuts(shortcuts: Shortcuts, areSingleKeysOn: boolean): void {
  const find = useEffectEvent((keys: string) => shortcuts[keys])
  const startsSequence = useEffectEvent((key: string) =>
    Object.keys(shortcuts).some((keys) => keys.startsWith(`${key} `)),
  )

  useEffect(() => {
    let first = ''
    let firstAtMs = 0
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) onKey(event)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey) return
      if (event.metaKey || event.ctrlKey) {
        run(`mod+${event.key.toLowerCase()}`, event)
        return
      }
      if (!areSingleKeysOn || isBusyWithKeys(event.target)) return
      const sequence = event.timeStamp - firstAtMs < sequenceMs && first ? `${first} ${event.key}` : ''
      first = ''
      if (sequence && run(sequence, event)) return
      if (run(event.key, event)) return
      if (startsSequence(event.key)) {
        first = event.key
        firstAtMs = event.timeStamp
      }
    }
    const run = (keys: string, event: KeyboardEvent): boolean => {
      const command = find(keys)
      if (!command) return false
      event.preventDefault()
      command()
      return true
    }
    for (const event of window.postinoEarlyInput?.takeKeys() ?? []) onKey(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [areSingleKeysOn])
}

function isBusyWithKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]',
    ) !== null
  )
}
