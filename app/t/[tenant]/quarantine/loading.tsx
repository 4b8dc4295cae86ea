import { InboxSkeleton } from '@/components/ticket/inbox-skeleton'

export default function Loading() {
  return <InboxSkeleton />
}
