'use client'

import { Check, UserMinus, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cleanName } from '../mail/clean-name'
import { PersonLine } from '../mail/person-name'
import { useAnnouncements } from '../ui/announcements'
import { Button } from '../ui/button'
import { FoldButton } from '../ui/fold-button'
import type { OpenPerson } from './added-recipients'

/** A mail may name as many people as it likes: the text field stays in sight. */
const shownAtFirst = 3

/**
 * Who was brought in by a later mail and does not get the reply, each with one button. The row stays where it is when
 * it is pressed, and so does the focus.
 */
export function ComposerLeftOut({
  people,
  onToggle,
}: {
  people: OpenPerson[]
  onToggle: (address: string) => void
}) {
  const t = useTranslations('composer.leftOut')
  const [isWhole, setWhole] = useState(false)
  const { speak } = useAnnouncements()
  if (people.length === 0) return null
  const toggle = (person: OpenPerson) => {
    onToggle(person.address)
    speak(t(person.isAdded ? 'wasRemoved' : 'wasAdded', { address: person.address }))
  }
  return (
    <section
      aria-label={t('label')}
      className="mt-2 max-w-mail rounded-control bg-sunken px-2 py-1.5 text-12"
    >
      <p className="text-ink-muted">{t('lead')}</p>
      <ul className="mt-0.5">
        {(isWhole ? people : people.slice(0, shownAtFirst)).map((person) => (
          <Row key={person.address} person={person} onPress={() => toggle(person)} />
        ))}
      </ul>
      {people.length > shownAtFirst && !isWhole ? (
        <FoldButton onPress={() => setWhole(true)}>
          {t('more', { count: people.length - shownAtFirst })}
        </FoldButton>
      ) : null}
    </section>
  )
}

function Row({ person, onPress }: { person: OpenPerson; onPress: () => void }) {
  const t = useTranslations('composer.leftOut')
  const name = cleanName(person.name) || person.address
  return (
    <li className="flex items-center gap-2 py-0.5">
      <span className="min-w-0 grow">
        <PersonLine name={person.name} address={person.address} />{' '}
        {person.isAdded ? (
          <span className="text-status-ok">
            <Check aria-hidden className="inline size-3.5 align-[-0.15rem]" /> {t('gets')}
          </span>
        ) : (
          <span className="text-ink-muted">— {t(`place.${person.place}`)}</span>
        )}
      </span>
      <Button
        size="small"
        look={person.isAdded ? 'quiet' : 'outline'}
        aria-label={t(person.isAdded ? 'removeNamed' : 'addNamed', { name })}
        onPress={onPress}
      >
        {person.isAdded ? <UserMinus aria-hidden /> : <UserPlus aria-hidden />}
        {t(person.isAdded ? 'remove' : 'add')}
      </Button>
    </li>
  )
}
