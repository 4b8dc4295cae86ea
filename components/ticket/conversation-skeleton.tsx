import { Skeleton } from '../ui/skeleton'

export function ConversationSkeleton() {
  return (
    <div className="flex h-full flex-col gap-6 p-5" aria-hidden>
      <Skeleton className="h-6 w-2/3" />
      {['one', 'two', 'three'].map((name) => (
        <div key={name} className="flex gap-3">
          <Skeleton className="size-7 rounded-full!" />
          <div className="flex grow flex-col gap-2">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-4 w-11/12" />
            <Skeleton className="h-4 w-3/4" />
          </div>
        </div>
      ))}
    </div>
  )
}
