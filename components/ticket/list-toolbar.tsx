'use client'

import { ListFilter, Menu as MenuIcon, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Ref, useEffect, useState } from 'react'
import type { StateDto } from '@/lib/tickets/types'
import { Button, IconButton } from '../ui/button'
import { HueDot } from '../ui/chip'
import { MenuButton, MenuItem } from '../ui/menu'
import type { TicketFilter } from './ticket-filter'

interface ListToolbarProps {
  title: string
  filter: TicketFilter
  states: StateDto[]
  onFilter: (filter: TicketFilter) => void
  onPlaces: () => void
  subjectField: Ref<HTMLInputElement>
}

const settleMs = 250

export function ListToolbar({ title, filter, states, onFilter, onPlaces, subjectField }: ListToolbarProps) {
  const t = useTranslations('inbox')
  const state = states.find((one) => one.id === filter.stateId)
  return (
    <div className="shrink-0 border-line border-b">
      <div className="flex h-12 items-center gap-1 pr-2 pl-3">
        <span className="xl:hidden">
          <IconButton label={t('showPlaces')} icon={<MenuIcon aria-hidden />} onPress={onPlaces} />
        </span>
        <h2 className="min-w-0 grow truncate font-semibold text-14">{title}</h2>
        <MenuButton
          aria-label={t('filterByState')}
          selectionMode="single"
          selectedKeys={state ? [state.id] : ['any']}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : [...keys]
            onFilter({ ...filter, stateId: key === undefined || key === 'any' ? undefined : String(key) })
          }}
          trigger={
            <Button look="quiet" size="small" aria-label={t('filterByState')}>
              {state ? <HueDot hue={state.hue} /> : <ListFilter aria-hidden />}
              <span className="max-w-28 truncate">{state ? state.name : t('anyState')}</span>
            </Button>
          }
        >
          {[
            <MenuItem key="any" id="any">
              {t('anyState')}
            </MenuItem>,
            ...states.map((one) => (
              <MenuItem key={one.id} id={one.id} icon={<HueDot hue={one.hue} />}>
                {one.name}
              </MenuItem>
            )),
          ]}
        </MenuButton>
      </div>
      <SubjectField
        value={filter.subject ?? ''}
        onChange={(subject) => onFilter({ ...filter, subject: subject || undefined })}
        ref={subjectField}
      />
    </div>
  )
}

function SubjectField({
  value,
  onChange,
  ref,
}: {
  value: string
  onChange: (value: string) => void
  ref: Ref<HTMLInputElement>
}) {
  const t = useTranslations('inbox')
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // The address changed by other means (a view was chosen, or the reader went back).
  if (known !== value) {
    setKnown(value)
    setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), settleMs)
    return () => clearTimeout(timer)
  }, [text, value, onChange])

  return (
    <div className="relative px-3 pb-2">
      <input
        ref={ref}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        maxLength={200}
        value={text}
        aria-label={t('filterBySubject')}
        placeholder={t('filterBySubject')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (text) setText('')
          else event.currentTarget.blur()
        }}
        className="h-8 w-full rounded-control border border-line bg-sunken pr-8 pl-2.5 text-13 placeholder:text-ink-muted"
      />
      {text ? (
        <button
          type="button"
          aria-label={t('clearFilter')}
          onClick={() => setText('')}
          className="absolute top-1 right-4 flex size-6 items-center justify-center rounded-chip text-ink-muted hover:bg-hover"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </div>
  )
}
