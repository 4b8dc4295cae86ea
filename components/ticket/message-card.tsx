'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachmentDto, MessageEntry } from '@/lib/tickets/types'
import { AttachmentList } from '../mail/attachment-list'
import { DeliveryNotice } from '../mail/delivery-state'
import { MailBody, prefersFormatted } from '../mail/mail-body'
import { cx } from '../ui/cx'
import { CertifiedMail } from './certified-mail'
import { ForwardedMail } from './forwarded-mail'
import { useInbox } from './inbox-context'
import { JoinRequest } from './join-request'
import { MailRemarks } from './mail-remarks'
import { MessageFoot } from './message-foot'
import { MessageHead } from './message-head'
import { NewSubject } from './new-subject'

/**
 * Four voices, told apart by place, ground and mark before a word is read: the customer on the bare page, the agent
 * set in and tinted, the note on yellow with its name, the event (elsewhere) as one grey line.
 */
const grounds = {
  inbound: 'px-3',
  reply: 'ml-6 rounded-control border border-agent-line bg-agent px-3 max-sm:ml-3',
  note: 'ml-6 rounded-control border border-note-line border-dashed bg-note px-3 max-sm:ml-3',
} as const

export function MessageCard({ message, number }: { message: MessageEntry; number: number }) {
  const { tenantSlug } = useInbox()
  const t = useTranslations('message')
  const [isFormatted, setFormatted] = useState(() => prefersFormatted(message))
  const isRejected = message.joinState === 'rejected'
  const files = isFormatted ? message.attachments.filter((one) => !isDrawn(one)) : message.attachments
  return (
    <article
      aria-label={t(`label.${message.messageKind}`, { name: message.author.name || message.author.address })}
      className={cx('py-2.5', grounds[message.messageKind], isRejected && 'border-line border-l-4')}
    >
      <MessageHead message={message} />
      <div className="mt-1 pl-9 max-sm:pl-0">
        {message.joinState === 'pending' ? <JoinRequest message={message} number={number} /> : null}
        {message.author.isSpoofLike && message.author.address ? <SpoofWarning message={message} /> : null}
        {isRejected ? <p className="mb-2 text-12 text-ink-muted">{t('joinRejected')}</p> : null}
        <CertifiedMail certified={message.certified} />
        <MailRemarks message={message} />
        <NewSubject message={message} number={number} />
        <ForwardedMail message={message} number={number} />
        <MailBody tenantSlug={tenantSlug} message={message} isFormatted={isFormatted} />
        <AttachmentList tenantSlug={tenantSlug} attachments={files.filter((one) => !one.isLogo)} />
        {message.delivery ? <DeliveryNotice delivery={message.delivery} number={number} /> : null}
        <MessageFoot
          message={message}
          number={number}
          isFormatted={isFormatted}
          onFormat={() => setFormatted(!isFormatted)}
          logos={files.filter((one) => one.isLogo)}
        />
      </div>
    </article>
  )
}

/** Stands where its writer put it, in the formatted mail: most often the logo below a signature. */
const isDrawn = (one: AttachmentDto): boolean => one.isInline && one.isPicture && one.sizeBytes > 0

function SpoofWarning({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  return (
    <p className="mb-2 flex items-start gap-1.5 rounded-control bg-status-danger-soft px-2.5 py-1.5 text-12 text-status-danger">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="[overflow-wrap:anywhere]">{t('spoof', { address: message.author.address })}</span>
    </p>
  )
}
