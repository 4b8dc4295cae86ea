'use client'

import { Image as ImageIcon, Route, Type, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachmentDto, MessageEntry } from '@/lib/tickets/types'
import { AttachmentList } from '../mail/attachment-list'
import { DeliveryState } from '../mail/delivery-state'
import { FoldedText } from '../mail/folded-text'
import { PersonLine } from '../mail/person-name'
import { TrailDialog } from '../mail/trail-dialog'
import { Disclosure } from '../ui/disclosure'
import { FoldButton } from '../ui/fold-button'
import { CallHuman } from './call-human'
import { useInbox } from './inbox-context'

/** What of a message is one click away, in one row below it. */
export function MessageFoot({
  message,
  number,
  isFormatted,
  onFormat,
  logos,
}: {
  message: MessageEntry
  number: number
  isFormatted: boolean
  onFormat: () => void
  logos: AttachmentDto[]
}) {
  const t = useTranslations('message')
  return (
    <div className="mt-1.5 -ml-1.5 flex flex-wrap items-center gap-x-1">
      {message.delivery ? <DeliveryState delivery={message.delivery} /> : null}
      {isFormatted ? null : <FoldedText message={message} />}
      {message.hasHtml ? (
        <FoldButton icon={<Type aria-hidden />} onPress={onFormat}>
          {isFormatted ? t('showText') : t('showFormatted')}
        </FoldButton>
      ) : null}
      <Logos files={logos} />
      <Recipients message={message} />
      {message.rawMailId ? <WhyHere rawMailId={message.rawMailId} /> : null}
      <CallHuman message={message} number={number} />
    </div>
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
