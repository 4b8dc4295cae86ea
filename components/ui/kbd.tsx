import { cx } from './cx'

/** A key, as it stands on the keyboard. */
export function Kbd({ children, isInverse = false }: { children: string; isInverse?: boolean }) {
  return (
    <kbd
      className={cx(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-chip border px-1 font-sans text-[0.6875rem]',
        isInverse ? 'border-surface/35 text-surface' : 'border-line-strong text-ink-muted',
      )}
    >
      {children}
    </kbd>
  )
}
