'use client'

import { CircleCheck, Tag, UserRound, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, IconButton } from '../ui/button'
import type { PickerKind } from './property-picker'

interface BulkBarProps {
  count: number
  onPick: (kind: PickerKind) => void
  onClear: () => void
}

/** What can be done with the selected tickets at once. */
export function BulkBar({ count, onPick, onClear }: BulkBarProps) {
  const t = useTranslations('inbox')
  return (
    <div
      role="toolbar"
      aria-label={t('selected', { count })}
      className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-accent-soft pr-2 pl-3 text-13"
    >
      <span className="min-w-0 grow truncate font-medium">{t('selected', { count })}</span>
      <Button look="quiet" size="small" onPress={() => onPick('state')}>
        <CircleCheck aria-hidden />
        {t('state')}
      </Button>
      <Button look="quiet" size="small" onPress={() => onPick('assignee')}>
        <UserRound aria-hidden />
        {t('assign')}
      </Button>
      <Button look="quiet" size="small" onPress={() => onPick('queue')}>
        <Tag aria-hidden />
        {t('queue')}
      </Button>
      <IconButton size="small" label={t('clearSelection')} icon={<X aria-hidden />} onPress={onClear} />
    </div>
  )
}
