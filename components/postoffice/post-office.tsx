'use client'

import { useTranslations } from 'next-intl'
import type { DemoAddress, PostOfficePerson } from '@/lib/postoffice/types'
import { ClientData } from '../ticket/client-data'
import { AnnouncementProvider } from '../ui/announcements'
import { PostOfficePanes } from './post-office-panes'
import { peopleQuery } from './post-office-queries'

interface PostOfficeProps {
  people: PostOfficePerson[]
  addresses: DemoAddress[]
}

/** The customers' mail client of the demo: who wrote and got what, and a pen. */
export function PostOffice({ people, addresses }: PostOfficeProps) {
  const t = useTranslations('postoffice')
  return (
    <ClientData seeds={() => [{ key: peopleQuery().queryKey, value: people }]}>
      <AnnouncementProvider dismissLabel={t('close')}>
        <PostOfficePanes addresses={addresses} />
      </AnnouncementProvider>
    </ClientData>
  )
}
