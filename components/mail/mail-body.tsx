'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { MessageEntry } from '@/lib/tickets/types'
import { messageHtmlQuery, pictureFolder } from '../ticket/ticket-queries'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { isBlank } from './frame-document'
import { MailFrame } from './mail-frame'
import { MailText } from './mail-text'
import { PicturesBar } from './pictures-bar'
import { useIsNear } from './use-is-near'

/** A mail's text or its formatted version. */
export function MailBody({ tenantSlug, message, isFormatted }: MailBodyProps) {
  return isFormatted ? (
    <FormattedMail tenantSlug={tenantSlug} message={message} />
  ) : (
    <MailText message={message} />
  )
}

interface MailBodyProps {
  tenantSlug: string
  message: MessageEntry
  isFormatted: boolean
}

/**
 * A mail with a formatted version shows that; unless it quotes, where its text is known to be what was added, so
 * that the conversation reads without repetitions.
 */
export const prefersFormatted = (message: MessageEntry): boolean =>
  message.hasHtml && !(message.isSplitTrusted && message.quotedText !== '' && message.visibleText !== '')

function FormattedMail({ tenantSlug, message }: { tenantSlug: string; message: MessageEntry }) {
  const t = useTranslations('message')
  const place = useRef<HTMLDivElement>(null)
  // Of a long conversation only what is read is asked for.
  const isNear = useIsNear(place)
  const [isAsked, setAsked] = useState(false)
  const html = useQuery({
    ...messageHtmlQuery(tenantSlug, message.id, isAsked),
    enabled: isNear,
    placeholderData: keepPreviousData,
  })
  // Its text is here already: something to read while the formatted version comes.
  if (html.isPending) {
    return (
      <div ref={place}>
        <MailText message={message} />
      </div>
    )
  }
  if (html.isError) {
    return (
      <>
        <Notice
          tone="warn"
          actions={
            <Button size="small" onPress={() => html.refetch()}>
              {t('tryAgain')}
            </Button>
          }
        >
          {t('formattedFailed')}
        </Notice>
        <MailText message={message} />
      </>
    )
  }
  if (html.data.remotePictureCount === 0 && isBlank(html.data.html)) return <MailText message={message} />
  return (
    <div className="flex w-full flex-col gap-2">
      <PicturesBar messageId={message.id} mail={html.data} isAsked={isAsked} onAsk={setAsked} />
      <MailFrame
        html={html.data.html}
        pictureFolder={html.data.arePicturesShown ? pictureFolder(tenantSlug, message.id) : null}
        quoteLabel={t('showQuoted')}
        title={t('frameTitle', { name: message.author.name || message.author.address })}
      />
    </div>
  )
}
