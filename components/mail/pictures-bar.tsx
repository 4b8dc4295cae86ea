'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Image as ImageIcon, ImageOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { MessageHtmlDto } from '@/lib/tickets/types'
import { useInbox } from '../ticket/inbox-context'
import { messageHtmlKey } from '../ticket/ticket-queries'
import { useAnnouncements } from '../ui/announcements'
import { Button } from '../ui/button'

interface PicturesBarProps {
  messageId: string
  mail: MessageHtmlDto
  /** The reader asked to see them, this time. */
  isAsked: boolean
  onAsk: (isAsked: boolean) => void
}

/** What of a mail lies on other servers, and the reader's choice about it; nothing where nothing does. */
export function PicturesBar({ messageId, mail, isAsked, onAsk }: PicturesBarProps) {
  const t = useTranslations('message')
  const { remotePictureCount, trackingPixelCount, arePicturesShown, pictureSender } = mail
  if (remotePictureCount + trackingPixelCount === 0) return null
  const isAlways = pictureSender?.isAllowed ?? false
  const sentences = [
    remotePictureCount === 0
      ? null
      : isAlways
        ? t('picturesAlwaysShown', { address: pictureSender?.address ?? '' })
        : arePicturesShown
          ? t('picturesShown', { count: remotePictureCount })
          : t('picturesBlocked', { count: remotePictureCount }),
    trackingPixelCount === 0 ? null : t('trackersBlocked', { count: trackingPixelCount }),
  ]
  const Icon = arePicturesShown && remotePictureCount > 0 ? ImageIcon : ImageOff
  return (
    <section
      aria-label={t('remotePictures')}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-control border border-line bg-surface px-2.5 py-1.5 text-12 text-ink-muted"
    >
      <p className="flex min-w-0 grow basis-52 items-start gap-1.5 [overflow-wrap:anywhere]">
        <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span role="status">{sentences.filter(Boolean).join(' ')}</span>
      </p>
      {remotePictureCount > 0 ? (
        <div className="flex min-w-0 flex-wrap gap-1.5">
          {isAlways ? null : (
            <Button size="small" onPress={() => onAsk(!isAsked)}>
              {isAsked ? t('hidePictures') : t('showPictures')}
            </Button>
          )}
          {pictureSender ? <AlwaysButton messageId={messageId} {...pictureSender} /> : null}
        </div>
      ) : null}
    </section>
  )
}

function AlwaysButton({
  messageId,
  address,
  isAllowed,
}: {
  messageId: string
  address: string
  isAllowed: boolean
}) {
  const t = useTranslations('message')
  const { tenantSlug, actions } = useInbox()
  const client = useQueryClient()
  const { tell } = useAnnouncements()
  const [isRunning, setRunning] = useState(false)
  const change = async () => {
    setRunning(true)
    try {
      const result = await actions.allowPictures(tenantSlug, { messageId, isAllowed: !isAllowed })
      if (result.ok) await client.invalidateQueries({ queryKey: messageHtmlKey(tenantSlug) })
      else tell(result.message)
    } catch {
      tell(t('picturesChoiceFailed'))
    } finally {
      setRunning(false)
    }
  }
  return (
    <Button
      size="small"
      look={isAllowed ? 'outline' : 'quiet'}
      isDisabled={isRunning}
      onPress={change}
      className="min-w-0"
    >
      <span className="truncate">
        {isAllowed ? t('picturesAskAgain') : t('picturesAlwaysFrom', { address })}
      </span>
    </Button>
  )
}
