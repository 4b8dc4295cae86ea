'use client'

import { type ReactNode, useId, useState } from 'react'

/** Something folded away, one click from sight. */
export function Disclosure({
  label,
  openLabel,
  icon,
  children,
}: {
  label: string
  openLabel: string
  icon?: ReactNode
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        className="inline-flex h-6 items-center gap-1.5 rounded-chip px-1.5 text-12 text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5"
      >
        {icon}
        {isOpen ? openLabel : label}
      </button>
      {isOpen ? <div id={id}>{children}</div> : null}
    </div>
  )
}
