import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { RecordList } from '@/components/settings/record-list'
import { SettingsPage } from '@/components/settings/settings-page'
import { listChannels } from '@/lib/channels/list-channels'
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
    <SettingsPage tenant={tenant} section="channels" isAdmin look="wide" title={t('title')} lead={t('lead')}>
      {typeof consent === 'string' ? (
        <ConsentResult key={consent} tenant={tenant} requestId={consent} />
      ) : null}
      <div className="mt-6 grid gap-8 md:grid-cols-[16rem_1fr]">
        <RecordList
          label={t('list')}
          items={channels.map((channel) => ({
            id: channel.id,
            href: `${path}?channel=${channel.id}`,
            title: channel.name,
            detail: channel.fromAddress,
            state: <ChannelState channel={channel} />,
          }))}
          currentId={selected?.id ?? null}
          add={{ href: `${path}?channel=new`, label: t('add') }}
        />
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
    </SettingsPage>
  )
}
