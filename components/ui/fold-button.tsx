'use client'

import type { ReactNode } from 'react'

interface FoldButtonProps {
  icon?: ReactNode
  /** Left out where the button unfolds nothing. */
  isOpen?: boolean
  controls?: string
  onPress: () => void
  children: ReactNode
}

/** A quiet button of the row under a text. */
export function FoldButton({ icon, isOpen, controls, onPress, children }: FoldButtonProps) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? controls : undefined}
      onClick={onPress}
      className="inline-flex min-h-6 items-center gap-1.5 rounded-chip px-1.5 text-left text-12 text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5 [&_svg]:shrink-0"
    >
      {icon}
      {children}
    </button>
  )
}
