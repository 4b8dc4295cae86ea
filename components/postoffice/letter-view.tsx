'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Paperclip, Reply } from 'lucide-react'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { PostOfficeLetter } from '@/lib/postoffice/types'
import { cleanName } from '../mail/clean-name'
import { LinkedText } from '../mail/linked-text'
import { MailFrame } from '../mail/mail-frame'
import { PersonLine } from '../mail/person-name'
import { Avatar } from '../ui/avatar'
import { Button, IconButton } from '../ui/button'
import { formatSize } from '../ui/format-size'
import { Notice } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { letterQuery } from './post-office-queries'

interface LetterViewProps {
  id: string
  onBack: () => void
  onAnswer: () => void
}

export function LetterView({ id, onBack, onAnswer }: LetterViewProps) {
  const t = useTranslations('postoffice')
  const letter = useQuery(letterQuery(id))
  if (letter.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-3 p-6">
        <Skeleton className="h-7 w-2/3" />
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="h-24" />
      </div>
    )
  }
  if (letter.isError) {
    return (
      <div className="p-4">
        <Notice tone="warn" role="alert">
          {t('loadFailed')}
        </Notice>
      </div>
    )
  }
  return (
    <article className="scroll-thin flex min-h-0 flex-col overflow-y-auto">
      <Head letter={letter.data} onBack={onBack} onAnswer={onAnswer} />
      <div className="px-4 py-4 sm:px-6">
        {letter.data.html ? (
          <MailFrame html={letter.data.html} title={t('frameTitle')} />
        ) : (
          <p dir="auto" className="prose-mail text-14">
            <LinkedText text={letter.data.text} />
          </p>
        )}
        <Files letter={letter.data} />
      </div>
    </article>
  )
}

function Head({ letter, onBack, onAnswer }: { letter: PostOfficeLetter } & Omit<LetterViewProps, 'id'>) {
  const t = useTranslations('postoffice')
  const format = useFormatter()
  return (
    <header className="border-line border-b px-4 py-3 sm:px-6">
      <div className="flex items-start gap-2">
        <span className="lg:hidden">
          <IconButton label={t('back')} icon={<ArrowLeft aria-hidden />} onPress={onBack} />
        </span>
        <h2 className="min-w-0 grow font-semibold text-20 [overflow-wrap:anywhere]">
          {letter.subject || t('noSubject')}
        </h2>
        <Button look="primary" onPress={onAnswer}>
          <Reply aria-hidden />
          {t('reply')}
        </Button>
      </div>
      <div className="mt-2 flex items-start gap-2.5">
        <Avatar name={cleanName(letter.from.name) || letter.from.address} />
        <dl className="min-w-0 grow text-13">
          <div>
            <dt className="sr-only">{t('from')}</dt>
            <dd className="font-medium">
              <PersonLine {...letter.from} />
            </dd>
          </div>
          {letter.to.length > 0 ? (
            <div className="flex gap-1.5 text-12 text-ink-muted">
              <dt>{t('to')}</dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">
                {letter.to.map((one) => one.address).join(', ')}
              </dd>
            </div>
          ) : null}
        </dl>
        <time dateTime={letter.at} className="tabular shrink-0 text-12 text-ink-muted">
          {format.dateTime(new Date(letter.at), { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </div>
    </header>
  )
}

function Files({ letter }: { letter: PostOfficeLetter }) {
  const t = useTranslations('postoffice')
  const locale = useLocale()
  if (letter.files.length === 0) return null
  return (
    <ul aria-label={t('attachments')} className="mt-4 flex flex-wrap gap-1.5">
      {letter.files.map((file) => (
        <li key={file.index} className="max-w-full">
          <a
            href={`/postoffice/data/mails/${letter.id}/files/${file.index}`}
            download
            className="inline-flex h-8 max-w-full items-center gap-2 rounded-control border border-line px-2 text-12 hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
          >
            <Paperclip aria-hidden />
            <bdi className="min-w-0 truncate">{cleanName(file.fileName)}</bdi>
            <span className="tabular text-ink-muted">{formatSize(file.sizeBytes, locale)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
