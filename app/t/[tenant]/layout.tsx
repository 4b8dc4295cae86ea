import type { ReactNode } from 'react'
import { requireAgent } from '@/app/_entrance/require-agent'

/**
 * Guards nothing: a layout is not asked again when somebody moves between pages, so every page asks by itself. But
 * it stands outside of the skeletons (loading.tsx), so that a refusal is a 404 or a redirect, and not a page that
 * was begun with 200.
 */
export default async function TenantLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ tenant: string }>
}) {
  await requireAgent((await params).tenant)
  return children
}
