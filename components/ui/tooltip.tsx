'use client'

import type { ReactNode } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd'
import { useIsAwake } from './use-is-awake'

interface WithTooltipProps {
  label: string
  shortcut?: string | undefined
  /** One focusable element. */
  children: ReactNode
}

export function WithTooltip({ label, shortcut, children }: WithTooltipProps) {
  if (!useIsAwake()) return children
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {children}
      <Tooltip
        offset={6}
        className="flex max-w-80 items-center gap-2 rounded-control bg-ink px-2 py-1 text-12 text-surface"
      >
        {label}
        {shortcut ? <Kbd isInverse>{shortcut}</Kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  )
}
