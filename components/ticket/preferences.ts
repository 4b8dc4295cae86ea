'use client'

import { useLocalChoice } from '../ui/local-choice'
import type { Density } from './ticket-row'

const densities = ['comfortable', 'compact'] as const
const switches = ['on', 'off'] as const

export const useDensity = (): [Density, (value: Density) => void] =>
  useLocalChoice('density', densities, 'comfortable')

/** Single-key shortcuts can be switched off (WCAG 2.1.4). */
export const useSingleKeys = () => useLocalChoice('single-keys', switches, 'on')

export const useCustomerPane = () => useLocalChoice('customer-pane', switches, 'on')
