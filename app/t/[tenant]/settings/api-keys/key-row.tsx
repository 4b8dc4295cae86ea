'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Time } from '@/components/ui/time'
import type { ApiKeyDto } from '@/lib/api/types'

export function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKeyDto; onRevoke: () => void }) {
  const t = useTranslations('apiKeys')
  const format = useFormatter()
  const { name, prefix, scopes, createdBy, createdAt, lastUsedAt, expiresAt, isOver } = apiKey
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' })
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-60">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-ink">
          <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
          <code className="font-mono text-12 font-normal text-ink-muted">{prefix}…</code>
          {isOver ? <Chip tone="warn">{t('over')}</Chip> : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-13 text-ink-muted">
          <span>{t('createdBy', { name: createdBy, date: day(createdAt) })}</span>
          <span>
            {lastUsedAt ? (
              <>
                {t('lastUsed')} <Time at={lastUsedAt} />
              </>
            ) : (
              t('neverUsed')
            )}
          </span>
          {expiresAt ? <span>{t('ends', { date: day(expiresAt) })}</span> : null}
        </p>
        <ul className="mt-1.5 flex flex-wrap gap-1" aria-label={t('scopes')}>
          {scopes.map((scope) => (
            <li key={scope}>
              <Chip>{scope}</Chip>
            </li>
          ))}
        </ul>
      </div>
      <Button look="danger" onPress={onRevoke} aria-label={t('revokeNamed', { name })}>
        {t('revoke')}
      </Button>
    </li>
  )
}
