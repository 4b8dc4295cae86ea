'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/settings/fields'
import type { Draft, DraftKind } from './draft'

const kinds = ['google', 'microsoft', 'smtp', 'resend'] as const

export function KindField({
  value,
  onChange,
}: {
  value: DraftKind
  onChange: (part: Partial<Draft>) => void
}) {
  const t = useTranslations('channels')
  return (
    <SelectField
      label={t('kind.label')}
      hint={value === 'system' ? undefined : t(`kind.hint.${value}`)}
      value={value}
      onChange={(event) => {
        const kind = kinds.find((one) => one === event.target.value) ?? 'smtp'
        const isProvider = kind === 'google' || kind === 'microsoft'
        onChange({
          kind: kind === 'resend' ? 'resend' : 'smtp',
          provider: isProvider ? kind : 'other',
        })
      }}
    >
      {kinds.map((kind) => (
        <option key={kind} value={kind}>
          {t(`kind.${kind}`)}
        </option>
      ))}
    </SelectField>
  )
}
