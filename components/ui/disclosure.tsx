'use client'

import { type ReactNode, useId, useState } from 'react'
import { FoldButton } from './fold-button'

/**
 * Something folded away, one click from sight. Stands in a wrapping row: what unfolds takes a line of its own below
 * all buttons of that row.
 */
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
    <>
      <FoldButton icon={icon} isOpen={isOpen} controls={id} onPress={() => setOpen(!isOpen)}>
        {isOpen ? openLabel : label}
      </FoldButton>
      {isOpen ? (
        <div id={id} className="order-last min-w-0 basis-full">
          {children}
        </div>
      ) : null}
    </>
  )
}
