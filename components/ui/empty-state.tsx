import type { ReactNode } from 'react'

/** What a list shows when there is nothing: what that means, and what to do first. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
}) {
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-2 p-8 text-center">
      {icon ? (
        <span aria-hidden className="mb-1 text-ink-muted [&_svg]:size-7 [&_svg]:stroke-[1.25]">
          {icon}
        </span>
      ) : null}
      <p className="font-medium text-14 text-ink">{title}</p>
      {children ? <div className="max-w-80 text-13 text-ink-muted">{children}</div> : null}
    </div>
  )
}
