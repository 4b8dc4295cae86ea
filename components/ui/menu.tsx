'use client'

import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  type MenuProps,
  MenuTrigger,
  Popover,
} from 'react-aria-components'
import { cx } from './cx'
import { Kbd } from './kbd'
import { useIsAwake } from './use-is-awake'

interface MenuButtonProps<T> extends Omit<MenuProps<T>, 'className'> {
  /** The button that opens it. */
  trigger: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
}

export function MenuButton<T>({ trigger, isOpen, onOpenChange, ...menu }: MenuButtonProps<T>) {
  const [wasPressedEarly, setPressedEarly] = useState(false)
  if (!useIsAwake()) {
    // The click that a button got before it could open anything (replay-early-input.tsx).
    return (
      <span className="contents" onClickCapture={() => setPressedEarly(true)}>
        {trigger}
      </span>
    )
  }
  return (
    <MenuTrigger
      defaultOpen={wasPressedEarly}
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger}
      <Popover
        offset={4}
        className="min-w-52 max-w-80 overflow-auto rounded-float bg-float p-1 text-13 text-ink shadow-float entering:appear"
      >
        <AriaMenu {...menu} className="outline-none" />
      </Popover>
    </MenuTrigger>
  )
}

interface ItemProps extends Omit<MenuItemProps, 'className' | 'children'> {
  icon?: ReactNode
  shortcut?: string
  detail?: string
  children: string
}

export function MenuItem({ icon, shortcut, detail, children, ...item }: ItemProps) {
  return (
    <AriaMenuItem
      {...item}
      textValue={item.textValue ?? children}
      className={cx(
        'flex min-h-8 cursor-pointer items-center gap-2 rounded-control px-2 outline-none focus:bg-hover',
        'disabled:cursor-default disabled:text-ink-muted [&_svg]:size-4 [&_svg]:shrink-0',
      )}
    >
      {({ isSelected, selectionMode }) => (
        <>
          {icon}
          <span className="min-w-0 grow truncate">{children}</span>
          {detail ? <span className="text-12 text-ink-muted">{detail}</span> : null}
          {shortcut ? <Kbd>{shortcut}</Kbd> : null}
          {selectionMode !== 'none' && isSelected ? <Check aria-hidden className="text-accent-text" /> : null}
        </>
      )}
    </AriaMenuItem>
  )
}
