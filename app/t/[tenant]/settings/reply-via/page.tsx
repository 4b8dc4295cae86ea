import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { SettingsPage } from '@/components/settings/settings-page'
import { listReplyRoutes } from '@/lib/channels/list-reply-routes'
import { setMailboxReplyViaAction, setQueueReplyViaAction } from './actions'
import { ReplyRoutesForm } from './reply-routes-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('replyVia'))('title') }
}

export default async function ReplyViaPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.change')
  const [t, routes] = await Promise.all([getTranslations('replyVia'), listReplyRoutes(scope)])
  return (
    <SettingsPage tenant={tenant} section="reply-via" isAdmin title={t('title')} lead={t('lead')}>
      <ReplyRoutesForm
        tenant={tenant}
        routes={routes}
        setMailbox={setMailboxReplyViaAction}
        setQueue={setQueueReplyViaAction}
      />
    </SettingsPage>
  )
}
