import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PostOffice } from '@/components/postoffice/post-office'
import { getEnv } from '@/lib/env'
import { listPeople } from '@/lib/postoffice/list-people'
import { postOfficePorts } from '@/lib/postoffice-wiring'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('postoffice'))('title') }
}

/** The customers' side of the demo; there is none elsewhere. */
export default async function PostOfficePage() {
  if (!getEnv().POSTINO_DEMO) notFound()
  const ports = postOfficePorts()
  return <PostOffice people={await listPeople(ports)} addresses={ports.demoAddresses()} />
}
