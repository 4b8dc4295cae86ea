'use client'

import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { PostOfficePerson } from '@/lib/postoffice/types'
import { cleanName } from '../mail/clean-name'
import { Avatar } from '../ui/avatar'
import { cx } from '../ui/cx'
import { EmptyState } from '../ui/empty-state'
import { Time } from '../ui/time'

interface PeopleListProps {
  people: PostOfficePerson[]
  chosen: string | null
  onChoose: (address: string) => void
}

export function PeopleList({ people, chosen, onChoose }: PeopleListProps) {
  const t = useTranslations('postoffice')
  if (people.length === 0) {
    return (
      <EmptyState icon={<Users />} title={t('noPeople')}>
        {t('noMailsHint')}
      </EmptyState>
    )
  }
  return (
    <nav aria-label={t('people')} className="flex min-h-0 flex-col">
      <h2 className="px-4 pt-3 pb-1.5 font-medium text-12 text-ink-muted">{t('people')}</h2>
      <ul className="scroll-thin flex min-h-0 flex-col gap-px overflow-y-auto px-1.5 pb-2">
        {people.map((person) => (
          <li key={person.address}>
            <button
              type="button"
              aria-current={person.address === chosen}
              onClick={() => onChoose(person.address)}
              className={cx(
                'flex w-full items-center gap-2.5 rounded-control px-2.5 py-2 text-left',
                person.address === chosen ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              <Avatar name={cleanName(person.name) || person.address} />
              <span className="min-w-0 grow leading-5">
                <span className="flex items-baseline gap-2">
                  <bdi className="min-w-0 grow truncate font-medium text-13">
                    {cleanName(person.name) || person.address.split('@')[0]}
                  </bdi>
                  <Time at={person.latestAt} className="tabular shrink-0 text-12 text-ink-muted" />
                </span>
                <span className="block truncate text-12 text-ink-muted">
                  {person.latestSubject || t('noSubject')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
