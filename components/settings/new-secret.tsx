'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '../ui/button'

interface NewSecretProps {
  title: string
  /** What has to be noted, the secret last. */
  values: { label: string; value: string }[]
  onDone: () => void
}

/** The one time that a secret is on a screen. */
export function NewSecret({ title, values, onDone }: NewSecretProps) {
  const t = useTranslations('settings.secret')
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-control border border-line-strong bg-surface p-4">
      <h2 id={id} className="font-medium text-14 text-ink">
        {title}
      </h2>
      <p className="mt-1 text-13 text-ink-muted">{t('shownOnce')}</p>
      <dl className="mt-3 grid gap-3">
        {values.map((one) => (
          <Value key={one.label} {...one} />
        ))}
      </dl>
      <div className="mt-3">
        <Button onPress={onDone}>{t('done')}</Button>
      </div>
    </section>
  )
}

function Value({ label, value }: { label: string; value: string }) {
  const t = useTranslations('settings.secret')
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setIsCopied(true)
  }
  return (
    <div>
      <dt className="text-12 text-ink-muted">{label}</dt>
      <dd className="mt-1 flex items-start gap-2">
        <code className="min-w-0 grow select-all rounded-control bg-sunken px-3 py-1.5 font-mono text-13 text-ink [overflow-wrap:anywhere]">
          {value}
        </code>
        {/* Not there on plain http beyond this machine: the text can be selected by one press. */}
        {typeof navigator !== 'undefined' && 'clipboard' in navigator ? (
          <Button onPress={() => void copy()} aria-label={t('copyNamed', { name: label })}>
            {isCopied ? t('copied') : t('copy')}
          </Button>
        ) : null}
      </dd>
    </div>
  )
}
