import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '../ui/cx'

export interface RecordListItem {
  id: string
  href: string
  title: string
  detail: string
  /** How it stands, in words. */
  state: ReactNode
}

interface RecordListProps {
  label: string
  items: RecordListItem[]
  /** Null: a new one is being made. */
  currentId: string | null
  add: { href: string; label: string }
  empty?: string
}

/** What there is of a kind, at the left of the one that is open. Which that is stands in the address. */
export function RecordList({ label, items, currentId, add, empty }: RecordListProps) {
  return (
    <nav aria-label={label}>
      {items.length === 0 && empty ? <p className="pb-2 text-13 text-ink-muted">{empty}</p> : null}
      <ul className="grid gap-px">
        {items.map((item) => (
          <li key={item.id}>
            <Link
              href={item.href}
              aria-current={item.id === currentId ? 'page' : undefined}
              className={cx(
                'block rounded-control px-2.5 py-2 hover:bg-hover',
                item.id === currentId && 'bg-hover',
              )}
            >
              <span className="block truncate font-medium text-14 text-ink">{item.title}</span>
              <span className="block truncate text-12 text-ink-muted">{item.detail}</span>
              <span className="mt-1 flex flex-wrap gap-1 empty:hidden">{item.state}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Link
        href={add.href}
        aria-current={currentId === null ? 'page' : undefined}
        className="mt-2 inline-flex h-8 items-center rounded-control border border-line-strong px-3 text-13 text-ink hover:bg-hover"
      >
        {add.label}
      </Link>
    </nav>
  )
}
