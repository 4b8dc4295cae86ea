'use client'

import { ShieldAlert, ShieldCheck, ShieldQuestion, Stamp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { addressDomain } from '@/lib/mail/address-domain'
import type { CertifiedDto } from '@/lib/tickets/types'
import { cx } from '../ui/cx'

const looks = {
  pass: { icon: ShieldCheck, tone: 'text-status-ok' },
  none: { icon: ShieldQuestion, tone: 'text-ink-muted' },
  fail: { icon: ShieldAlert, tone: 'text-status-danger' },
} as const

/**
 * That a mail came by Italian certified mail: who wrote, who carried, and what can be said of the carrier. Everybody can
 * write such an envelope, so how a provider calls itself is told only where its domain vouches for the mail.
 */
export function CertifiedMail({ certified }: { certified: CertifiedDto | null }) {
  const t = useTranslations('message.certified')
  if (!certified) return null
  const { isCertified, isAuthorVouched, author, carrier, authentication } = certified
  const { icon: Icon, tone } = looks[authentication]
  const names = { author: author || t('unknownAuthor'), carrier: carrierName(certified) }
  const isForeign = !isAuthorVouched && author !== '' && author !== carrier
  return (
    <section
      aria-label={t('label')}
      className="mb-2 flex items-start gap-2 rounded-control border border-line px-3 py-2 text-13 [overflow-wrap:anywhere]"
    >
      <Stamp aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      <div className="min-w-0">
        <p>{isCertified ? t('by', names) : t('ordinary', names)}</p>
        {isForeign ? <p className="mt-0.5 text-12 text-status-danger">{t('notVouched', names)}</p> : null}
        <p className={cx('mt-0.5 flex items-start gap-1 text-12', tone)}>
          <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{t(`carrier.${authentication}`, { domain: addressDomain(carrier) })}</span>
        </p>
      </div>
    </section>
  )
}

function carrierName({ provider, carrier, authentication }: CertifiedDto): string {
  const domain = addressDomain(carrier)
  return authentication === 'pass' && provider !== '' ? `${provider} (${domain})` : domain
}
