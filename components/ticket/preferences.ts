'use client'

import { useEffect } from 'react'
import { useLocalChoice } from '../ui/local-choice'
import type { Density } from './ticket-row'

const densities = ['comfortable', 'compact'] as const
const themes = ['system', 'light', 'dark'] as const
const switches = ['on', 'off'] as const

export const useDensity = (): [Density, (value: Density) => void] =>
  useLocalChoice('density', densities, 'comfortable')

/** `system` follows the machine; the two others overrule it through `data-theme` on the root. */
export function useTheme() {
  const choice = useLocalChoice('theme', themes, 'system')
  const [theme] = choice
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
  return choice
}

/** Single-key shortcuts can be switched off (WCAG 2.1.4). */
export const useSingleKeys = () => useLocalChoice('single-keys', switches, 'on')

export const useCustomerPane = () => useLocalChoice('customer-pane', switches, 'on')
