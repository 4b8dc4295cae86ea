import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { SettingsPage } from '@/components/settings/settings-page'
import { listEndpointAddresses } from '@/lib/inbound/list-endpoint-addresses'
import { listInboundEndpoints } from '@/lib/inbound/list-inbound-endpoints'
import { createInboundEndpointAction, revokeInboundEndpointAction } from './actions'
import { InboundEndpoints } from './inbound-endpoints'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inbound'))('title') }
}

export default async function InboundPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.change')
  const [t, endpoints, addresses] = await Promise.all([
    getTranslations('inbound'),
    listInboundEndpoints(scope),
    listEndpointAddresses(scope),
  ])
  return (
    <SettingsPage
      tenant={tenant}
      section="inbound"
      isAdmin
      title={t('title')}
      lead={
        <>
          <p>{t('lead')}</p>
          <p className="mt-2 text-13">{t('howTo')}</p>
        </>
      }
    >
      <InboundEndpoints
        tenant={tenant}
        endpoints={endpoints.map(({ id, address, createdAt, revokedAt }) => ({
          id,
          address,
          createdAt: createdAt.toISOString(),
          revokedAt: revokedAt?.toISOString() ?? null,
        }))}
        addresses={addresses}
        create={createInboundEndpointAction}
        revoke={revokeInboundEndpointAction}
      />
    </SettingsPage>
  )
}
