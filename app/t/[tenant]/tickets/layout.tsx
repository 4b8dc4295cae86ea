import type { ReactNode } from 'react'
import { ClientMessages } from '@/app/client-messages'
import { inboxNamespaces } from '@/i18n/inbox-messages'

export default function Layout({ children }: { children: ReactNode }) {
  return <ClientMessages only={inboxNamespaces}>{children}</ClientMessages>
}
