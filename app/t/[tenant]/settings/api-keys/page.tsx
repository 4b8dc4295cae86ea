import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { SettingsPage } from '@/components/settings/settings-page'
import { listApiKeys } from '@/lib/api/list-api-keys'
import { createApiKeyAction, revokeApiKeyAction } from './actions'
import { ApiKeys } from './api-keys'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apiKeys'))('title') }
}

export default async function ApiKeysPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.change')
  const [t, keys] = await Promise.all([getTranslations('apiKeys'), listApiKeys(scope)])
  return (
    <SettingsPage
      tenant={tenant}
      section="api-keys"
      isAdmin
      title={t('title')}
      lead={
        <>
          <p>{t('lead')}</p>
          <p className="mt-2">
            <Link href="/reference" className="text-13 text-accent-text underline-offset-2 hover:underline">
              {t('reference')}
            </Link>
          </p>
        </>
      }
    >
      <ApiKeys tenant={tenant} keys={keys} create={createApiKeyAction} revoke={revokeApiKeyAction} />
    </SettingsPage>
  )
}
