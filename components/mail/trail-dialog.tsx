'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { trailQuery } from '../ticket/ticket-queries'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Trail } from './trail'

interface TrailDialogProps {
  tenantSlug: string
  rawMailId: string
  onClose: () => void
}

/** "Why is this here?": every step a mail took, in the order it took them. */
export function TrailDialog({ tenantSlug, rawMailId, onClose }: TrailDialogProps) {
  const t = useTranslations('trail')
  const trail = useQuery(trailQuery(tenantSlug, rawMailId))
  return (
    <Dialog title={t('title')} closeLabel={t('close')} isOpen onClose={onClose} width="max-w-2xl">
      {trail.isPending ? (
        <div className="flex flex-col gap-3">
          {['keep', 'parse', 'match', 'decide'].map((stage) => (
            <Skeleton key={stage} className="h-5 w-4/5" />
          ))}
        </div>
      ) : trail.isError ? (
        <Notice
          tone="danger"
          role="alert"
          actions={
            <Button size="small" onPress={() => trail.refetch()}>
              {t('tryAgain')}
            </Button>
          }
        >
          {t('failed')}
        </Notice>
      ) : (
        <Trail trail={trail.data} tenantSlug={tenantSlug} />
      )}
    </Dialog>
  )
}
