import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

type Tone = 'info' | 'warn' | 'danger' | 'ok'

const tones: Record<Tone, string> = {
  info: 'bg-hover text-ink',
  warn: 'bg-status-warn-soft text-status-warn',
  danger: 'bg-status-danger-soft text-status-danger',
  ok: 'bg-status-ok-soft text-status-ok',
}

const icons: Record<Tone, ReactNode> = {
  info: <Info aria-hidden />,
  warn: <TriangleAlert aria-hidden />,
  danger: <TriangleAlert aria-hidden />,
  ok: <CircleCheck aria-hidden />,
}

/** What happened, what was kept, what to do next: a line or two, with buttons where there is a choice. */
export function Notice({
  tone = 'info',
  children,
  actions,
  role,
}: {
  tone?: Tone
  children: ReactNode
  actions?: ReactNode
  role?: 'alert' | 'status'
}) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control px-3 py-2 text-13',
        tones[tone],
      )}
    >
      <div className="flex min-w-0 grow basis-52 items-start gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        {icons[tone]}
        <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  )
}
