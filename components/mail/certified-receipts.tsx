'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { DeliveryDto } from '@/lib/tickets/types'

type Recipient = DeliveryDto['recipients'][number]

/** Receipts of certified mail about one recipient's copy, the first that came on top. */
export function CertifiedReceipts({ recipient: { certified = [] } }: { recipient: Recipient }) {
  const t = useTranslations('delivery.certified')
  const format = useFormatter()
  if (certified.length === 0) return null
  return (
    <ul className="mt-0.5 pl-3 text-ink-muted">
      {certified.map(({ type, provider, at }) => {
        const kind = t.has(`kind.${type}`) ? t(`kind.${type}`) : type
        return (
          <li key={type}>
            {provider === '' ? t('receipt', { kind }) : t('receiptBy', { provider, kind })} —{' '}
            {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })}
          </li>
        )
      })}
    </ul>
  )
}

/** How far certified mail got with a reply; null for what came by ordinary mail, and for a reply that failed. */
export function useCertifiedWords({ recipients }: DeliveryDto): string | null {
  const t = useTranslations('delivery.certified')
  const has = (type: string) =>
    recipients.filter(({ certified = [] }) => certified.some((one) => one.type === type))
  const total = recipients.length
  const count = has('avvenuta-consegna').length
  if (count > 0) return count === total ? t('delivered') : t('deliveredTo', { count, total })
  return has('accettazione').length > 0 ? t('accepted') : null
}
