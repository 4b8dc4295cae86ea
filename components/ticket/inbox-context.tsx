'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { TicketActions } from './ticket-actions'

interface InboxValue {
  tenantSlug: string
  actions: TicketActions
}

const Context = createContext<InboxValue | null>(null)

export function InboxContext({ children, ...value }: InboxValue & { children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** The tenant whose inbox this is, and the commands it may give. */
export function useInbox(): InboxValue {
  const value = useContext(Context)
  if (!value) throw new Error('useInbox outside of InboxContext')
  return value
}
