import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { Quarantine } from '@/components/quarantine/quarantine'
import { now } from '@/lib/clock'
import { listQuarantine } from '@/lib/quarantine/list-quarantine'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'
import { ListQuarantineInput } from '@/lib/tickets/inputs'
import { inboxActions } from '../inbox-actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('quarantine'))('title') }
}

export default async function QuarantinePage({ params }: { params: Promise<{ tenant: string }> }) {
  const scope = await requireAgent((await params).tenant, 'quarantine.read')
  const readAt = now().getTime()
  const [overview, page] = await Promise.all([
    getInboxOverview(scope),
    listQuarantine(scope, ListQuarantineInput.parse({})),
  ])
  return (
    <Quarantine
      tenant={{ slug: scope.tenant.slug, name: scope.tenant.name }}
      overview={overview}
      page={page}
      readAt={readAt}
      actions={inboxActions}
    />
  )
}
