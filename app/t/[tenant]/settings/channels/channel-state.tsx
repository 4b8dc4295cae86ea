'use client'

import { useTranslations } from 'next-intl'
import { Chip } from '@/components/ui/chip'
import type { ChannelDto } from '@/lib/channels/types'

/** In words, never by colour alone. */
export function ChannelState({ channel }: { channel: ChannelDto }) {
  const t = useTranslations('channels')
  return (
    <>
      {channel.isDefault ? <Chip tone="accent">{t('state.default')}</Chip> : null}
      {!channel.isActive ? <Chip>{t('state.resting')}</Chip> : null}
      {channel.trouble ? <Chip tone="danger">{t('state.trouble')}</Chip> : null}
      {channel.isActive && !channel.trouble && channel.lastSuccessAt ? (
        <Chip tone="ok">{t('state.well')}</Chip>
      ) : null}
    </>
  )
}
