'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from '@/components/ui/cx'

const box =
  'h-9 w-full rounded-control border border-control-line bg-surface px-2.5 text-16 text-ink sm:text-14'

interface Common {
  label: string
  hint?: ReactNode
  /** Why the value was refused. */
  error?: string | undefined
}

export function TextField({ label, hint, error, ...input }: Common & ComponentProps<'input'>) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        className={cx(box, error !== undefined && 'border-status-danger')}
      />
    </Labelled>
  )
}

export function SelectField({ label, hint, error, children, ...select }: Common & ComponentProps<'select'>) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <select {...select} id={id} aria-describedby={`${id}-hint`} className={box}>
        {children}
      </select>
    </Labelled>
  )
}

export function CheckField({ label, hint, error, ...input }: Common & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="flex items-start gap-2 text-13 text-ink">
        <input
          {...input}
          id={id}
          type="checkbox"
          aria-describedby={`${id}-hint`}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        {label}
      </label>
      <Hint id={id} hint={hint} error={error} />
    </div>
  )
}

function Labelled({ id, label, hint, error, children }: Common & { id: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-13 font-medium text-ink">
        {label}
      </label>
      {children}
      <Hint id={id} hint={hint} error={error} />
    </div>
  )
}

function Hint({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <p
      id={`${id}-hint`}
      className={cx('text-12 empty:hidden', error === undefined ? 'text-ink-muted' : 'text-status-danger')}
    >
      {error ?? hint}
    </p>
  )
}
