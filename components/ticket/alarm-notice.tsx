import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { alarmPlace } from '@/lib/alarms/alarm-place'
import type { AlarmDto } from '@/lib/alarms/types'
import { Notice } from '../ui/notice'

/** What is broken, for those who can mend it: each line leads to where its remedy stands. */
export function AlarmNotice({ tenantSlug, alarms }: { tenantSlug: string; alarms: readonly AlarmDto[] }) {
  const t = useTranslations('alarms')
  if (alarms.length === 0) return null
  return (
    <div className="px-2 pb-2">
      <Notice tone="danger" role="status">
        <ul className="flex flex-col gap-1">
          {alarms.slice(0, shownAtOnce).map((alarm) => (
            <li key={alarm.id}>
              <Link
                href={`/t/${tenantSlug}/${alarmPlace([alarm.kind])}`}
                className="underline underline-offset-2"
              >
                {t(textOf(alarm), { name: alarm.name })}
              </Link>
            </li>
          ))}
          {alarms.length > shownAtOnce ? <li>{t('more', { count: alarms.length - shownAtOnce })}</li> : null}
        </ul>
      </Notice>
    </div>
  )
}

const shownAtOnce = 3

const textOf = ({ kind, word }: AlarmDto) => {
  if (word === 'storage-unavailable') return 'storageUnavailable'
  return word === 'mail-lost' ? 'mailLost' : kind
}
