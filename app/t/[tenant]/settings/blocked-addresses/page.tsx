import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { SettingsPage } from '@/components/settings/settings-page'
import { listBlockedAddresses } from '@/lib/blocked-addresses/list-blocked-addresses'
import { blockAddressAction, unblockAddressAction } from './actions'
import { BlockedAddresses } from './blocked-addresses'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('blockedAddresses'))('title') }
}

/** Where a page of the list begins stands in the address. */
export default async function BlockedAddressesPage({
  params,
  searchParams,
}: {
  params: Promise<{ tenant: string }>
  searchParams: Promise<{ after?: string | string[] }>
}) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.read')
  const { after } = await searchParams
  const from = typeof after === 'string' ? after : undefined
  const [t, { items, next }] = await Promise.all([
    getTranslations('blockedAddresses'),
    listBlockedAddresses(scope, { after: from }),
  ])
  const path = `/t/${tenant}/settings/blocked-addresses`
  const link = 'text-13 text-accent-text underline-offset-2 hover:underline'
  return (
    <SettingsPage
      tenant={tenant}
      section="blocked-addresses"
      isAdmin
      title={t('title')}
      lead={
        <>
          <p>{t('lead')}</p>
          <p className="mt-2 text-13">{t('ownHint')}</p>
        </>
      }
    >
      <BlockedAddresses
        tenant={tenant}
        addresses={items}
        block={blockAddressAction}
        unblock={unblockAddressAction}
      />
      {from === undefined && next === null ? null : (
        <nav aria-label={t('pages')} className="mt-4 flex gap-4">
          {from === undefined ? null : (
            <Link href={path} className={link}>
              {t('first')}
            </Link>
          )}
          {next === null ? null : (
            <Link href={`${path}?after=${encodeURIComponent(next)}`} className={link}>
              {t('next')}
            </Link>
          )}
        </nav>
      )}
    </SettingsPage>
  )
}
