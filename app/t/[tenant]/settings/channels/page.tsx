import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { cx } from '@/components/ui/cx'
import { listChannels } from '@/lib/channels/list-channels'
import type { ChannelDto } from '@/lib/channels/types'
import { listConsentProviders } from '@/lib/oauth/list-consent-providers'
import {
  createChannelAction,
  removeChannelAction,
  startOAuthAction,
  testChannelAction,
  updateChannelAction,
} from './actions'
import { ChannelForm } from './channel-form'
import { ChannelState } from './channel-state'
import { ConsentForm } from './consent-form'
import { ConsentResult } from './consent-result'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('channels'))('title') }
}

/** The ways out: a list at the left, one form in the middle. Which one is open stands in the address. */
export default async function ChannelsPage({
  params,
  searchParams,
}: {
  params: Promise<{ tenant: string }>
  searchParams: Promise<{ channel?: string | string[]; consent?: string | string[] }>
}) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.read')
  const [t, channels, { channel: wanted, consent }] = await Promise.all([
    getTranslations('channels'),
    listChannels(scope),
    searchParams,
  ])
  const selected = wanted === 'new' ? null : (channels.find(({ id }) => id === wanted) ?? channels[0] ?? null)
  const providers = listConsentProviders()
  const renewed = providers.filter(
    (provider) => selected?.login.kind === 'oauth' && provider === selected.provider,
  )
  const path = `/t/${tenant}/settings/channels`
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-10">
      <Link
        href={`/t/${tenant}/tickets`}
        className="text-13 text-accent-text underline-offset-2 hover:underline"
      >
        {t('back')}
      </Link>
      <h1 className="mt-4 text-20 font-semibold tracking-tight text-ink">{t('title')}</h1>
      <p className="mt-1 max-w-2xl text-14 text-ink-muted">{t('lead')}</p>
      {typeof consent === 'string' ? (
        <ConsentResult key={consent} tenant={tenant} requestId={consent} />
      ) : null}
      <div className="mt-6 grid gap-8 md:grid-cols-[16rem_1fr]">
        <nav aria-label={t('list')}>
          <ul className="grid gap-px">
            {channels.map((channel) => (
              <ChannelLink
                key={channel.id}
                channel={channel}
                href={`${path}?channel=${channel.id}`}
                isCurrent={channel.id === selected?.id}
              />
            ))}
          </ul>
          <Link
            href={`${path}?channel=new`}
            aria-current={selected === null ? 'page' : undefined}
            className="mt-2 inline-flex h-8 items-center rounded-control border border-line-strong px-3 text-13 text-ink hover:bg-hover"
          >
            {t('add')}
          </Link>
        </nav>
        <div className="grid max-w-xl content-start gap-6">
          {selected === null ? (
            <ConsentForm tenant={tenant} providers={providers} start={startOAuthAction} />
          ) : (
            <ConsentForm
              key={selected.id}
              tenant={tenant}
              providers={renewed}
              address={selected.fromAddress}
              start={startOAuthAction}
            />
          )}
          <ChannelForm
            key={selected ? `${selected.id} ${selected.login.kind}` : 'new'}
            tenant={tenant}
            channel={selected}
            actions={{
              create: createChannelAction,
              update: updateChannelAction,
              remove: removeChannelAction,
              test: testChannelAction,
            }}
          />
        </div>
      </div>
    </main>
  )
}

function ChannelLink({
  channel,
  href,
  isCurrent,
}: {
  channel: ChannelDto
  href: string
  isCurrent: boolean
}) {
  return (
    <li>
      <Link
        href={href}
        aria-current={isCurrent ? 'page' : undefined}
        className={cx('block rounded-control px-2.5 py-2 hover:bg-hover', isCurrent && 'bg-hover')}
      >
        <span className="block truncate text-14 font-medium text-ink">{channel.name}</span>
        <span className="block truncate text-12 text-ink-muted">{channel.fromAddress}</span>
        <span className="mt-1 flex flex-wrap gap-1 empty:hidden">
          <ChannelState channel={channel} />
        </span>
      </Link>
    </li>
  )
}
