'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { CreatedApiKey } from '@/lib/api/types'

/** The one time that the secret is on a screen. */
export function NewSecret({ created, onDone }: { created: CreatedApiKey; onDone: () => void }) {
  const t = useTranslations('apiKeys')
  const id = useId()
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(created.secret)
    setIsCopied(true)
  }
  return (
    <section aria-labelledby={id} className="rounded-control border border-line-strong bg-surface p-4">
      <h2 id={id} className="text-14 font-medium text-ink">
        {t('newKey', { name: created.key.name })}
      </h2>
      <p className="mt-1 text-13 text-ink-muted">{t('shownOnce')}</p>
      <code className="mt-3 block select-all rounded-control bg-sunken px-3 py-2 font-mono text-13 text-ink [overflow-wrap:anywhere]">
        {created.secret}
      </code>
      <div className="mt-3 flex flex-wrap gap-2">
        {/* Not there on plain http beyond this machine: the text can be selected by one press. */}
        {typeof navigator !== 'undefined' && 'clipboard' in navigator ? (
          <Button look="primary" onPress={() => void copy()}>
            {isCopied ? t('copied') : t('copy')}
          </Button>
        ) : null}
        <Button onPress={onDone}>{t('done')}</Button>
      </div>
    </section>
  )
}
