'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'

interface RemoveQuestionProps {
  isBusy: boolean
  onRemove: () => void
  onKeep: () => void
  /** What goes with it. */
  children: ReactNode
}

/** Asked once before something is gone. */
export function RemoveQuestion({ isBusy, onRemove, onKeep, children }: RemoveQuestionProps) {
  const t = useTranslations('settings')
  return (
    <Notice
      tone="warn"
      role="alert"
      actions={
        <>
          <Button look="danger" isPending={isBusy} onPress={onRemove}>
            {t('removeNow')}
          </Button>
          <Button onPress={onKeep}>{t('keep')}</Button>
        </>
      }
    >
      {children}
    </Notice>
  )
}
