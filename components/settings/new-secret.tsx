'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '../ui/button'
import { CopyButton } from './copy-button'

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
  return (
    <div>
      <dt className="text-12 text-ink-muted">{label}</dt>
      <dd className="mt-1 flex items-start gap-2">
        <code className="min-w-0 grow select-all rounded-control bg-sunken px-3 py-1.5 font-mono text-13 text-ink [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton name={label} value={value} />
      </dd>
    </div>
  )
}
