'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Time } from '@/components/ui/time'

export interface EndpointRowProps {
  endpoint: { id: string; address: string; createdAt: string; revokedAt: string | null }
  onRevoke: () => void
}

export function EndpointRow({ endpoint, onRevoke }: EndpointRowProps) {
  const t = useTranslations('inbound')
  const { id, address, createdAt, revokedAt } = endpoint
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-60">
        <p className="flex flex-wrap items-center gap-2 font-medium text-14 text-ink">
          <span className="min-w-0 [overflow-wrap:anywhere]">{address}</span>
          {revokedAt ? <Chip>{t('isRevoked')}</Chip> : null}
        </p>
        <p className="font-mono text-12 text-ink-muted [overflow-wrap:anywhere]">/api/inbound/{id}</p>
        <p className="text-13 text-ink-muted">
          {t(revokedAt ? 'endedAt' : 'createdAt')} <Time at={revokedAt ?? createdAt} />
        </p>
      </div>
      {revokedAt ? null : (
        <Button look="danger" onPress={onRevoke} aria-label={t('revokeNamed', { address })}>
          {t('revoke')}
        </Button>
      )}
    </li>
  )
}
