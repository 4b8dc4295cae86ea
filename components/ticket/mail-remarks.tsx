'use client'

import {
  CalendarCheck,
  CalendarClock,
  CalendarDays,
  CalendarX,
  Copy,
  Files,
  FileWarning,
  KeyRound,
  type LucideIcon,
  UserRoundPen,
  UserRoundX,
  Users,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { type MailRemark, remarksOn } from './remarks-on'

const icons: Record<MailRemark, LucideIcon> = {
  unread: FileWarning,
  encrypted: KeyRound,
  'too-many-attachments': Files,
  'no-sender': UserRoundX,
  'several-senders': Users,
  'sent-by': UserRoundPen,
  'message-id-reused': Copy,
  'calendar-request': CalendarDays,
  'calendar-cancel': CalendarX,
  'calendar-counter': CalendarClock,
  'calendar-accepted': CalendarCheck,
  'calendar-tentative': CalendarClock,
  'calendar-declined': CalendarX,
}

/** What a reader would wonder about a mail: why nothing of it can be read, who wrote it, why it is here twice. */
export function MailRemarks({ message }: { message: MessageEntry }) {
  const t = useTranslations('message.remark')
  return remarksOn(message).map((remark) => {
    const Icon = icons[remark]
    return (
      <p key={remark} className="mb-2 flex items-start gap-1.5 text-12 text-ink-muted">
        <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="[overflow-wrap:anywhere]">
          {t(remark, { address: message.author.address, sender: message.sentBy })}
        </span>
      </p>
    )
  })
}
