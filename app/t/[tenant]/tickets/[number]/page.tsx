import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { InboxPage, type InboxQuery } from '../inbox-page'

interface PageProps {
  params: Promise<{ tenant: string; number: string }>
  searchParams: Promise<InboxQuery>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `#${(await params).number.slice(0, 10)}` }
}

export default async function TicketPage({ params, searchParams }: PageProps) {
  const { tenant, number } = await params
  if (!/^[1-9]\d{0,9}$/.test(number)) notFound()
  return <InboxPage tenantSlug={tenant} query={await searchParams} number={number} />
}
