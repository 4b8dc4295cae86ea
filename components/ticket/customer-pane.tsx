'use client'

import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '../ui/skeleton'
import { CustomerPanel } from './customer-panel'
import { ticketQuery } from './ticket-queries'

interface CustomerPaneProps {
  tenantSlug: string
  number: number
  onOpen: (number: number) => void
}

export function CustomerPane({ tenantSlug, number, onOpen }: CustomerPaneProps) {
  const ticket = useQuery(ticketQuery(tenantSlug, number))
  if (ticket.data) return <CustomerPanel tenantSlug={tenantSlug} ticket={ticket.data} onOpen={onOpen} />
  if (!ticket.isPending) return null
  return (
    <div className="flex flex-col gap-3 p-4">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-4 w-52" />
      <Skeleton className="h-4 w-32" />
    </div>
  )
}
