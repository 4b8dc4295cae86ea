'use client'

import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './cx'
import { WithTooltip } from './tooltip'
import { useIsAwake } from './use-is-awake'

type Look = 'primary' | 'outline' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover font-medium',
  outline: 'border border-line-strong bg-surface text-ink hover:bg-hover',
  quiet: 'text-ink-muted hover:bg-hover hover:text-ink',
  danger: 'border border-line-strong text-status-danger hover:bg-status-danger-soft',
}

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'onPress'> {
  look?: Look
  size?: 'small' | 'medium'
  className?: string
  onPress?: (() => void) | undefined
  children: ReactNode
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'outline', size = 'medium', className, ...props }: ButtonProps) {
  const isAwake = useIsAwake()
  const allClasses = cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control whitespace-nowrap motion-safe:transition-colors motion-safe:duration-100',
    'disabled:opacity-60 pending:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0',
    size === 'small' ? 'h-7 px-2 text-12' : 'h-8 px-3 text-13',
    looks[look],
    className,
  )
  if (isAwake) {
    const { onPress, ...others } = props
    return <AriaButton {...others} {...(onPress && { onPress })} className={allClasses} />
  }
  return (
    <button
      type={props.type ?? 'button'}
      disabled={props.isDisabled}
      aria-label={props['aria-label']}
      // What was pressed before is pressed again as soon as React listens (replay-early-input.tsx).
      onClick={props.onPress}
      className={allClasses}
    >
      {props.children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  label: string
  shortcut?: string
  icon: ReactNode
}

/** A button that shows only a picture: its name and key are spoken, and shown on hover and on focus. */
export function IconButton({ label, shortcut, icon, look = 'quiet', className, ...props }: IconButtonProps) {
  return (
    <WithTooltip label={label} shortcut={shortcut}>
      <Button {...props} look={look} aria-label={label} className={cx('w-8 px-0!', className)}>
        {icon}
      </Button>
    </WithTooltip>
  )
}
