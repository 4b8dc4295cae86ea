import { useTranslations } from 'next-intl'
import type { Outage } from '@/lib/health/watch-outage'
import { Notice } from '../ui/notice'

/** For everybody who works here: nothing comes or goes at this moment, and what is written meanwhile is safe. */
export function OutageNotice({ outage }: { outage: Outage | null }) {
  const t = useTranslations('alarms')
  return (
    <div role="alert" className="shrink-0">
      {outage === null ? null : (
        <div className="border-line border-b p-2">
          <Notice tone="danger">{t(`outage.${outage}`)}</Notice>
        </div>
      )}
    </div>
  )
}
