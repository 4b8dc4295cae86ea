'use client'

import {
  BotMessageSquare,
  Copy,
  CornerUpLeft,
  Image as ImageIcon,
  Route,
  ShieldAlert,
  StickyNote,
  TriangleAlert,
  Type,
  Users,
} from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachmentDto, MessageEntry } from '@/lib/tickets/types'
import { AttachmentList } from '../mail/attachment-list'
import { DeliveryNotice, DeliveryState } from '../mail/delivery-state'
import { FoldedText } from '../mail/folded-text'
import { MailBody, prefersFormatted } from '../mail/mail-body'
import { PersonLine, PersonName } from '../mail/person-name'
import { TrailDialog } from '../mail/trail-dialog'
import { Avatar } from '../ui/avatar'
import { Chip } from '../ui/chip'
import { cx } from '../ui/cx'
import { Disclosure } from '../ui/disclosure'
import { FoldButton } from '../ui/fold-button'
import { Time } from '../ui/time'
import { CallHuman } from './call-human'
import { CertifiedMail } from './certified-mail'
import { ForwardedMail } from './forwarded-mail'
import { useInbox } from './inbox-context'
import { JoinRequest } from './join-request'
import { MailRemarks } from './mail-remarks'
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
        <div className="mt-1.5 -ml-1.5 flex flex-wrap items-center gap-x-1">
          {message.delivery ? <DeliveryState delivery={message.delivery} /> : null}
          {isFormatted ? null : <FoldedText message={message} />}
          {message.hasHtml ? (
            <FoldButton icon={<Type aria-hidden />} onPress={() => setFormatted(!isFormatted)}>
              {isFormatted ? t('showText') : t('showFormatted')}
            </FoldButton>
          ) : null}
          <Logos files={files.filter((one) => one.isLogo)} />
          <Recipients message={message} />
          {message.rawMailId ? <WhyHere rawMailId={message.rawMailId} /> : null}
          <CallHuman message={message} number={number} />
        </div>
      </div>
    </article>
  )
}

/** Stands where its writer put it, in the formatted mail: most often the logo below a signature. */
const isDrawn = (one: AttachmentDto): boolean => one.isInline && one.isPicture && one.sizeBytes > 0

function MessageHead({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const { author } = message
  return (
    <header className="flex items-start gap-2">
      {message.messageKind === 'note' ? (
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-full border border-note-line text-note-ink"
        >
          <StickyNote className="size-4" />
        </span>
      ) : (
        <Avatar name={author.name || author.address} />
      )}
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-2 gap-y-0.5 pt-1 leading-5">
        <h3 className="font-semibold text-13">
          <PersonName name={author.name} address={author.address} />
        </h3>
        {message.messageKind === 'note' ? (
          <span className="font-medium text-12 text-note-ink">{t('note')}</span>
        ) : message.messageKind === 'reply' ? (
          <span className="inline-flex items-center gap-1 text-12 text-accent-text">
            <CornerUpLeft aria-hidden className="size-3.5" />
            {t('reply')}
          </span>
        ) : author.name && author.name !== author.address ? (
          <bdi className="min-w-0 text-12 text-ink-muted [overflow-wrap:anywhere]">{author.address}</bdi>
        ) : null}
        <Badges message={message} />
      </div>
      <Time at={message.at} className="tabular shrink-0 pt-1 text-12 text-ink-muted leading-5" />
    </header>
  )
}

function Badges({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const format = useFormatter()
  const isMachine = message.messageKind === 'inbound' && message.classification !== 'human'
  const classification = `classification.${message.classification}`
  return (
    <>
      {isMachine ? (
        <Chip icon={<BotMessageSquare aria-hidden />} title={t('machineHint')}>
          {t.has(classification) ? t(classification) : message.classification}
        </Chip>
      ) : null}
      {message.authentication === 'fail' ? (
        <Chip tone="warn" icon={<ShieldAlert aria-hidden />} title={t('notVerifiedHint')}>
          {t('notVerified')}
        </Chip>
      ) : null}
      {message.deliveryCount > 1 ? (
        <Chip icon={<Copy aria-hidden />} title={t('deliveredAgainHint')}>
          {message.deliveredTo.length > 1
            ? t('deliveredTo', {
                count: message.deliveryCount,
                mailboxes: format.list(message.deliveredTo),
              })
            : t('deliveredAgain', { count: message.deliveryCount })}
        </Chip>
      ) : null}
    </>
  )
}

function SpoofWarning({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  return (
    <p className="mb-2 flex items-start gap-1.5 rounded-control bg-status-danger-soft px-2.5 py-1.5 text-12 text-status-danger">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="[overflow-wrap:anywhere]">{t('spoof', { address: message.author.address })}</span>
    </p>
  )
}

/** Pictures of signatures, which come with every mail of their writers, stand in nobody's way. */
function Logos({ files }: { files: AttachmentDto[] }) {
  const t = useTranslations('message')
  const { tenantSlug } = useInbox()
  if (files.length === 0) return null
  const count = files.length
  return (
    <Disclosure label={t('showLogos', { count })} openLabel={t('hideLogos')} icon={<ImageIcon aria-hidden />}>
      <AttachmentList tenantSlug={tenantSlug} attachments={files} />
    </Disclosure>
  )
}

function WhyHere({ rawMailId }: { rawMailId: string }) {
  const t = useTranslations('message')
  const { tenantSlug } = useInbox()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <FoldButton icon={<Route aria-hidden />} onPress={() => setOpen(true)}>
        {t('why')}
      </FoldButton>
      {isOpen ? (
        <TrailDialog tenantSlug={tenantSlug} rawMailId={rawMailId} onClose={() => setOpen(false)} />
      ) : null}
    </>
  )
}

function Recipients({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  if (message.messageKind === 'note' || message.to.length + message.cc.length === 0) return null
  return (
    <Disclosure label={t('showRecipients')} openLabel={t('hideRecipients')} icon={<Users aria-hidden />}>
      <RecipientLines message={message} />
    </Disclosure>
  )
}

function RecipientLines({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const lines = [
    { label: t('to'), people: message.to },
    { label: t('cc'), people: message.cc },
  ]
  return (
    <dl className="my-1 ml-1.5 flex flex-col gap-0.5 text-12">
      {lines.map(({ label, people }) =>
        people.length > 0 ? (
          <div key={label} className="flex gap-2">
            <dt className="w-8 shrink-0 text-ink-muted">{label}</dt>
            <dd className="flex min-w-0 flex-col">
              {people.map((person) => (
                <PersonLine key={person.address} {...person} />
              ))}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
