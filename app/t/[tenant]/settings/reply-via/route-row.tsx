'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Notice } from '@/components/ui/notice'
import type { ReplyChannelChoice } from '@/lib/channels/reply-via-rules'

interface RouteRowProps {
  title: ReactNode
  detail: string
  /** Of the field, for those who do not see the row. */
  label: string
  channels: ReplyChannelChoice[]
  chosenId: string | null
  /** What an empty choice means. */
  otherwise: string
  warnings: string[]
  onChange: (channelId: string | null) => void
}

/** One mailbox or queue, and by what its answers leave. */
export function RouteRow(props: RouteRowProps) {
  const { title, detail, label, channels, chosenId, otherwise, warnings, onChange } = props
  const t = useTranslations('replyVia')
  const id = useId()
  return (
    <li className="grid gap-2 py-3">
      <div className="grid items-center gap-x-4 gap-y-2 sm:grid-cols-[1fr_20rem]">
        <div className="min-w-0">
          <p className="truncate font-medium text-14 text-ink">{title}</p>
          <p className="truncate text-13 text-ink-muted">{detail}</p>
        </div>
        <select
          aria-label={label}
          aria-describedby={warnings.length > 0 ? id : undefined}
          value={chosenId ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          className="h-9 w-full rounded-control border border-control-line bg-surface px-2.5 text-16 text-ink sm:text-14"
        >
          <option value="">{otherwise}</option>
          {channels.map((channel) => (
            <option key={channel.id} value={channel.id}>
              {channel.isActive ? nameOf(channel) : t('resting', { channel: nameOf(channel) })}
            </option>
          ))}
        </select>
      </div>
      <div id={id} className="grid gap-2 empty:hidden">
        {warnings.map((warning) => (
          <Notice key={warning} tone="warn">
            {warning}
          </Notice>
        ))}
      </div>
    </li>
  )
}

const nameOf = ({ name, fromAddress }: ReplyChannelChoice): string =>
  name === fromAddress ? name : `${name} <${fromAddress}>`
