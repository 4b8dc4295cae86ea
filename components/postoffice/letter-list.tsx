'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { PostOfficeItem } from '@/lib/postoffice/types'
import { cleanName } from '../mail/clean-name'
import { cx } from '../ui/cx'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { Time } from '../ui/time'
import { lettersQuery } from './post-office-queries'

interface LetterListProps {
  address: string
  openId: string | null
  onOpen: (id: string) => void
}

export function LetterList({ address, openId, onOpen }: LetterListProps) {
  const t = useTranslations('postoffice')
  const letters = useQuery(lettersQuery(address))
  if (letters.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-3 p-4">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
    )
  }
  if (!letters.data || letters.data.length === 0) return <EmptyState title={t('noMails')} />
  return (
    <ul aria-label={t('mails')} className="scroll-thin min-h-0 overflow-y-auto">
      {letters.data.map((letter) => (
        <li key={letter.id} className="border-line border-b">
          <button
            type="button"
            aria-current={letter.id === openId}
            onClick={() => onOpen(letter.id)}
            className={cx(
              'focus-inset flex w-full gap-2.5 px-3 py-2.5 text-left',
              letter.id === openId ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <Direction letter={letter} />
            <span className="min-w-0 grow leading-5">
              <span className="flex items-baseline gap-2">
                <bdi className="min-w-0 grow truncate font-medium text-13">
                  {cleanName(letter.name) || letter.address}
                </bdi>
                <Time at={letter.at} className="tabular shrink-0 text-12 text-ink-muted" />
              </span>
              <span className="block truncate text-13 text-ink-muted">
                {letter.subject || t('noSubject')}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Direction({ letter }: { letter: PostOfficeItem }) {
  const t = useTranslations('postoffice')
  const isSent = letter.direction === 'sent'
  return (
    <span
      className={cx(
        'mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full [&_svg]:size-3.5',
        isSent ? 'text-ink-muted' : 'bg-accent-soft text-accent-text',
      )}
    >
      {isSent ? <ArrowUpRight aria-hidden /> : <ArrowDownLeft aria-hidden />}
      <span className="sr-only">{isSent ? t('to') : t('from')}</span>
    </span>
  )
}
