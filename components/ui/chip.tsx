import type { ReactNode } from 'react'
import { cx } from './cx'

type Tone = 'neutral' | 'danger' | 'warn' | 'ok' | 'accent'

const tones: Record<Tone, string> = {
  neutral: 'bg-hover text-ink-muted',
  danger: 'bg-status-danger-soft text-status-danger',
  warn: 'bg-status-warn-soft text-status-warn',
  ok: 'bg-status-ok-soft text-status-ok',
  accent: 'bg-accent-soft text-accent-text',
}

const shape = 'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-chip px-1.5 text-12'

export function Chip({
  tone = 'neutral',
  icon,
  title,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  title?: string
  children: ReactNode
}) {
  return (
    <span title={title} className={cx(shape, tones[tone], '[&_svg]:size-3 [&_svg]:shrink-0')}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A tenant's name in a tenant's hue. `look="dot"` where many stand together. */
export function HueChip({
  name,
  hue,
  look = 'filled',
}: {
  name: string
  hue: number
  look?: 'filled' | 'dot'
}) {
  if (look === 'dot') {
    return (
      <span data-hue={hue} className="inline-flex min-w-0 items-center gap-1.5 text-12 text-ink-muted">
        <HueDot hue={hue} />
        <span className="truncate">{name}</span>
      </span>
    )
  }
  return (
    <span data-hue={hue} className={cx(shape, 'bg-hue text-hue-ink')}>
      <span className="truncate">{name}</span>
    </span>
  )
}

export function HueDot({ hue }: { hue: number }) {
  return <span aria-hidden data-hue={hue} className="size-2 shrink-0 rounded-full bg-hue-dot" />
}
