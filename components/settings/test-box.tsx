'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Notice } from '../ui/notice'

interface TestBoxProps {
  lead?: string
  buttons: ReactNode
  isRunning: boolean
  /** No worker answered. */
  isLate: boolean
  /** Why it was not even begun. */
  refusal: string | null
  /** What came of it. */
  children: ReactNode
}

/** Beside everything that can be tested: the buttons, and the result in words. */
export function TestBox({ lead, buttons, isRunning, isLate, refusal, children }: TestBoxProps) {
  const t = useTranslations('settings.test')
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-3 border-line border-t pt-5">
      <h2 id={id} className="font-semibold text-14 text-ink">
        {t('title')}
      </h2>
      {lead ? <p className="text-13 text-ink-muted">{lead}</p> : null}
      <div className="flex flex-wrap gap-2">{buttons}</div>
      <div aria-live="polite" className="grid gap-2 empty:hidden">
        {isRunning ? <p className="text-13 text-ink-muted">{t('running')}</p> : null}
        {isLate ? <Notice tone="danger">{t('noWorker')}</Notice> : null}
        {refusal ? <Notice tone="danger">{refusal}</Notice> : null}
        {children}
      </div>
    </section>
  )
}
