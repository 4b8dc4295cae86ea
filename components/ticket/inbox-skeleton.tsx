import { Skeleton } from '../ui/skeleton'
import { ConversationSkeleton } from './conversation-skeleton'

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

/** The inbox before it has anything to show, in its own shape. */
export function InboxSkeleton() {
  return (
    <div aria-busy className="flex h-dvh overflow-hidden bg-surface">
      <div className="hidden w-56 shrink-0 flex-col gap-3 border-line border-r bg-canvas p-4 xl:flex">
        {rows.slice(0, 7).map((row) => (
          <Skeleton key={row} className="h-5 w-40" />
        ))}
      </div>
      <div className="w-full min-w-0 shrink-0 border-line lg:w-90 lg:border-r wide:w-100">
        <div className="h-12" />
        <ListSkeleton />
      </div>
      <div className="min-w-0 grow max-lg:hidden">
        <ConversationSkeleton />
      </div>
    </div>
  )
}

export function ListSkeleton() {
  return (
    <div aria-hidden className="flex flex-col">
      {rows.map((row) => (
        <div key={row} className="flex h-row flex-col justify-center gap-2 border-line border-b px-8">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-3 w-4/5" />
        </div>
      ))}
    </div>
  )
}
