import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
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
  const link = 'text-13 text-accent-text underline-offset-2 hover:underline'
  return (
    <main className="mx-auto w-full max-w-2xl px-4 py-10">
      <Link href={`/t/${tenant}/tickets`} className={link}>
        {t('back')}
      </Link>
      <h1 className="mt-4 text-20 font-semibold tracking-tight text-ink">{t('title')}</h1>
      <p className="mt-1 text-14 text-ink-muted">{t('lead')}</p>
      <p className="mt-2">
        <Link href="/reference" className={link}>
          {t('reference')}
        </Link>
      </p>
      <ApiKeys tenant={tenant} keys={keys} create={createApiKeyAction} revoke={revokeApiKeyAction} />
    </main>
  )
}
