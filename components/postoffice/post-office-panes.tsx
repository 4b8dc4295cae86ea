'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Headset, Mailbox, MailOpen, PenLine } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { DemoAddress, PostOfficePerson } from '@/lib/postoffice/types'
import { Button, IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { EmptyState } from '../ui/empty-state'
import { Notice } from '../ui/notice'
import { LetterForm } from './letter-form'
import { LetterList } from './letter-list'
import { LetterView } from './letter-view'
import { PeopleList } from './people-list'
import { peopleQuery } from './post-office-queries'

/** What the reading side shows; the person chosen on the left is kept beside it. */
export type Sight =
  | { kind: 'nothing' }
  | { kind: 'letter'; id: string }
  | { kind: 'new' }
  | { kind: 'answer'; id: string }

export function PostOfficePanes({ addresses }: { addresses: DemoAddress[] }) {
  const t = useTranslations('postoffice')
  const client = useQueryClient()
  const people = useQuery(peopleQuery())
  const [chosen, setChosen] = useState<string | null>(null)
  const [sight, setSight] = useState<Sight>({ kind: 'nothing' })
  const [sentBy, setSentBy] = useState<string | null>(null)

  const all = people.data ?? []
  const person = all.find((one) => one.address === chosen) ?? null
  const see = (next: Sight) => {
    setSentBy(null)
    setSight(next)
  }
  const choose = (address: string) => {
    setChosen(address)
    see({ kind: 'nothing' })
  }
  const onSent = (address: string) => {
    setSentBy(address)
    setChosen(address)
    setSight({ kind: 'nothing' })
    void client.invalidateQueries({ queryKey: ['post-office'] })
  }
  const isReading = sight.kind !== 'nothing'
  // Nobody has mail yet: the pen is all there is to take.
  const isFirst = people.isSuccess && all.length === 0
  return (
    <div className="postoffice flex h-dvh flex-col overflow-hidden bg-canvas text-ink">
      <Header onNew={() => see({ kind: 'new' })} />
      {people.isError ? (
        <div className="px-3 pb-2">
          <Notice tone="warn" role="status">
            {t('loadFailed')}
          </Notice>
        </div>
      ) : null}
      {sentBy ? (
        <div className="px-3 pb-2">
          <Notice tone="ok" role="status">
            {t('sent', { address: sentBy })}
          </Notice>
        </div>
      ) : null}
      <main className="flex min-h-0 grow gap-2 px-2 pb-2 sm:gap-3 sm:px-3 sm:pb-3">
        {isFirst ? null : (
          <>
            <Pane
              className={cx('w-full shrink-0 md:w-64', (person !== null || isReading) && 'max-md:hidden')}
            >
              <PeopleList people={all} chosen={chosen} onChoose={choose} />
            </Pane>
            <Pane
              className={cx(
                'w-full shrink-0 md:w-72 lg:w-88',
                person === null && 'max-md:hidden',
                isReading && 'max-lg:hidden',
              )}
            >
              <Letters
                person={person}
                sight={sight}
                onBack={() => setChosen(null)}
                onOpen={(id) => see({ kind: 'letter', id })}
              />
            </Pane>
          </>
        )}
        <Pane className={cx('min-w-0 grow', isFirst ? 'mx-auto max-w-2xl' : !isReading && 'max-lg:hidden')}>
          <Reading
            sight={isFirst ? { kind: 'new' } : sight}
            person={person}
            addresses={addresses}
            onSight={see}
            onSent={onSent}
          />
        </Pane>
      </main>
    </div>
  )
}

function Header({ onNew }: { onNew: () => void }) {
  const t = useTranslations('postoffice')
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-5">
      <span
        aria-hidden
        className="flex size-9 items-center justify-center rounded-full bg-accent text-accent-ink [&_svg]:size-5"
      >
        <Mailbox />
      </span>
      <div className="min-w-0 grow basis-48">
        <h1 className="font-semibold text-16 leading-5">{t('title')}</h1>
        <p className="text-13 text-ink-muted leading-5">{t('lead')}</p>
      </div>
      <Link
        href="/"
        target="_blank"
        className="inline-flex h-8 items-center gap-1.5 rounded-control px-2.5 text-13 text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
      >
        <Headset aria-hidden />
        {t('agentSide')}
      </Link>
      <Button look="primary" onPress={onNew}>
        <PenLine aria-hidden />
        {t('newMail')}
      </Button>
    </header>
  )
}

function Pane({ className, children }: { className: string; children: ReactNode }) {
  return (
    <div
      className={cx(
        'flex min-h-0 flex-col overflow-hidden rounded-float border border-line bg-surface',
        className,
      )}
    >
      {children}
    </div>
  )
}

interface LettersProps {
  person: PostOfficePerson | null
  sight: Sight
  onBack: () => void
  onOpen: (id: string) => void
}

function Letters({ person, sight, onBack, onOpen }: LettersProps) {
  const t = useTranslations('postoffice')
  if (!person) {
    return (
      <EmptyState icon={<MailOpen />} title={t('noMails')}>
        {t('noMailsHint')}
      </EmptyState>
    )
  }
  return (
    <>
      <div className="flex items-center gap-1 border-line border-b px-3 py-2">
        <span className="md:hidden">
          <IconButton label={t('back')} icon={<ArrowLeft aria-hidden />} onPress={onBack} />
        </span>
        <div className="min-w-0 leading-5">
          <h2 className="truncate font-semibold text-14">
            <bdi>{person.name || person.address}</bdi>
          </h2>
          <p className="truncate text-12 text-ink-muted">
            <bdi>{person.address}</bdi>
          </p>
        </div>
      </div>
      <LetterList
        address={person.address}
        openId={sight.kind === 'letter' || sight.kind === 'answer' ? sight.id : null}
        onOpen={onOpen}
      />
    </>
  )
}

interface ReadingProps {
  sight: Sight
  person: PostOfficePerson | null
  addresses: DemoAddress[]
  onSight: (sight: Sight) => void
  onSent: (address: string) => void
}

function Reading({ sight, person, addresses, onSight, onSent }: ReadingProps) {
  const t = useTranslations('postoffice')
  const close = () => onSight({ kind: 'nothing' })
  switch (sight.kind) {
    case 'nothing':
      return (
        <EmptyState icon={<MailOpen />} title={t('choose')}>
          <Button look="primary" className="mt-2" onPress={() => onSight({ kind: 'new' })}>
            <PenLine aria-hidden />
            {t('newMail')}
          </Button>
        </EmptyState>
      )
    case 'letter':
      return (
        <LetterView
          key={sight.id}
          id={sight.id}
          onBack={close}
          onAnswer={() => onSight({ kind: 'answer', id: sight.id })}
        />
      )
    case 'new':
      return (
        <LetterForm person={person} addresses={addresses} answered={null} onClose={close} onSent={onSent} />
      )
    case 'answer':
      return (
        <LetterForm
          key={sight.id}
          person={person}
          addresses={addresses}
          answered={sight.id}
          onClose={() => onSight({ kind: 'letter', id: sight.id })}
          onSent={onSent}
        />
      )
  }
}
