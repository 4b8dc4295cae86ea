import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InboxPage, type InboxQuery } from './inbox-page'

interface PageProps {
  params: Promise<{ tenant: string }>
  searchParams: Promise<InboxQuery>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inbox'))('title') }
}

export default async function TicketsPage({ params, searchParams }: PageProps) {
  const { tenant } = await params
  return <InboxPage tenantSlug={tenant} query={await searchParams} number={null} />
}
