import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from '../ui/cx'
import { type SettingsSection, settingsSections } from './settings-sections'

interface SettingsPageProps {
  tenant: string
  section: SettingsSection
  /** Whether this person administers the tenant: the others have their account alone. */
  isAdmin: boolean
  title: string
  lead: ReactNode
  /** `wide`: a list at the left and a form beside it. */
  look?: 'narrow' | 'wide'
  children: ReactNode
}

/** What every page of the settings begins with: the way back, the other sections, and what this one is for. */
export function SettingsPage({
  tenant,
  section,
  isAdmin,
  title,
  lead,
  look = 'narrow',
  children,
}: SettingsPageProps) {
  const t = useTranslations('settings')
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-8">
      <Link
        href={`/t/${tenant}/tickets`}
        className="text-13 text-accent-text underline-offset-2 hover:underline"
      >
        {t('back')}
      </Link>
      {isAdmin ? <Sections tenant={tenant} current={section} /> : null}
      <div className={cx(look === 'narrow' && 'max-w-2xl')}>
        <h1 className="mt-6 font-semibold text-20 text-ink tracking-tight">{title}</h1>
        <div className="mt-1 max-w-2xl text-14 text-ink-muted">{lead}</div>
        {children}
      </div>
    </main>
  )
}

function Sections({ tenant, current }: { tenant: string; current: SettingsSection }) {
  const t = useTranslations('settings')
  return (
    <nav aria-label={t('sections')} className="mt-4 border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-5">
        {settingsSections.map((name) => (
          <li key={name}>
            <Link
              href={`/t/${tenant}/settings/${name}`}
              aria-current={name === current ? 'page' : undefined}
              className={cx(
                'inline-flex h-9 items-center border-b-2 text-13',
                name === current
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-ink-muted hover:text-ink',
              )}
            >
              {t(`section.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
