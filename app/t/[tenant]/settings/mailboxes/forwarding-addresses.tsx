'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/settings/copy-button'
import { Chip } from '@/components/ui/chip'
import { Time } from '@/components/ui/time'
import type { ForwardingAddressDto } from '@/lib/mailboxes/dtos'

/** The other way in: nothing to sign in to, an address to forward to. The first mail proves that it works. */
export function ForwardingAddresses({ addresses }: { addresses: readonly ForwardingAddressDto[] }) {
  const t = useTranslations('mailboxes.forwarding')
  return (
    <section aria-labelledby="forwarding" className="mt-10 max-w-2xl border-line border-t pt-6">
      <h2 id="forwarding" className="font-semibold text-16 text-ink tracking-tight">
        {t('title')}
      </h2>
      <p className="mt-1 text-14 text-ink-muted">{t('lead')}</p>
      {addresses.length === 0 ? (
        <p className="mt-3 text-14 text-ink-muted">{t('none')}</p>
      ) : (
        <ul className="mt-3 divide-y divide-line border-line border-y">
          {addresses.map(({ address, mailboxName, queueName, isUsed, lastMailAt }) => (
            <li key={address} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <div className="min-w-0 grow basis-60">
                <code className="select-all font-mono text-13 text-ink [overflow-wrap:anywhere]">
                  {address}
                </code>
                <p className="flex flex-wrap gap-x-3 text-13 text-ink-muted">
                  <span>{mailboxName}</span>
                  <span>{t('queue', { name: queueName })}</span>
                  {lastMailAt ? (
                    <span>
                      {t('lastMail')} <Time at={lastMailAt} />
                    </span>
                  ) : null}
                </p>
              </div>
              <Chip tone={isUsed ? 'ok' : 'neutral'}>{isUsed ? t('works') : t('waits')}</Chip>
              <CopyButton name={address} value={address} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
