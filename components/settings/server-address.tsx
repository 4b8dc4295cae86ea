'use client'

import { useTranslations } from 'next-intl'
import { SelectField, TextField } from './fields'

const encryptions = ['tls', 'starttls', 'none'] as const
export type Encryption = (typeof encryptions)[number]

interface ServerAddressProps {
  label: string
  placeholder: string
  value: { host: string; port: number; encryption: Encryption }
  /** Choosing another encryption chooses its port too. */
  usualPorts: Record<Encryption, number>
  errors: Record<string, string>
  onChange: (part: Partial<ServerAddressProps['value']>) => void
}

/** Host, port and encryption of a server that mail is fetched from or handed to. */
export function ServerAddress({
  label,
  placeholder,
  value,
  usualPorts,
  errors,
  onChange,
}: ServerAddressProps) {
  const t = useTranslations('settings')
  return (
    <div className="grid gap-4 sm:grid-cols-[1fr_6rem_10rem]">
      <TextField
        label={label}
        value={value.host}
        placeholder={placeholder}
        autoComplete="off"
        required
        error={errors.host}
        onChange={(event) => onChange({ host: event.target.value })}
      />
      <TextField
        label={t('port')}
        inputMode="numeric"
        value={String(value.port)}
        error={errors.port}
        onChange={(event) => onChange({ port: Number(event.target.value.replaceAll(/\D/g, '')) })}
      />
      <SelectField
        label={t('encryption.label')}
        value={value.encryption}
        onChange={(event) => {
          const encryption = encryptions.find((one) => one === event.target.value) ?? 'tls'
          onChange({ encryption, port: usualPorts[encryption] })
        }}
      >
        {encryptions.map((one) => (
          <option key={one} value={one}>
            {t(`encryption.${one}`)}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
