'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { TextField } from '@/components/settings/fields'
import { RemoveQuestion } from '@/components/settings/remove-question'
import { useSettingsForm } from '@/components/settings/use-settings-form'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/lib/action-result'
import type { BlockedAddressDto } from '@/lib/blocked-addresses/types'

interface BlockedAddressesProps {
  tenant: string
  addresses: BlockedAddressDto[]
  block: (tenant: string, input: { address: string }) => Promise<ActionResult<{ address: string }>>
  unblock: (tenant: string, input: { blockedAddressId: string }) => Promise<ActionResult<null>>
}

export function BlockedAddresses({ tenant, addresses, block, unblock }: BlockedAddressesProps) {
  const t = useTranslations('blockedAddresses')
  const { errors, isBusy, run, notice } = useSettingsForm()
  const [address, setAddress] = useState('')
  const [removing, setRemoving] = useState<string | null>(null)

  const add = async (event: FormEvent) => {
    event.preventDefault()
    await run(() => block(tenant, { address }), {
      told: t('blocked', { address: address.trim() }),
      onDone: () => setAddress(''),
    })
  }
  const remove = async (one: BlockedAddressDto) => {
    await run(() => unblock(tenant, { blockedAddressId: one.id }), {
      told: t('unblocked', { address: one.address }),
    })
    setRemoving(null)
  }

  return (
    <>
      <form onSubmit={(event) => void add(event)} className="mt-6 grid gap-3">
        <TextField
          label={t('address')}
          hint={t('addressHint')}
          error={errors.address}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          // A browser takes fewer addresses for good than there are; the server says which are none.
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          required
        />
        <div className="flex justify-end">
          <Button type="submit" look="primary" isPending={isBusy && removing === null}>
            {t('block')}
          </Button>
        </div>
        {notice}
      </form>
      {addresses.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
      ) : (
        <ul aria-label={t('title')} className="mt-4 divide-y divide-line border-line border-y">
          {addresses.map((one) => (
            <li key={one.id} className="grid gap-2 py-3">
              <Row one={one} onRemove={() => setRemoving(one.id)} />
              {removing === one.id ? (
                <RemoveQuestion
                  isBusy={isBusy}
                  onRemove={() => void remove(one)}
                  onKeep={() => setRemoving(null)}
                >
                  {t('removeAsk', { address: one.address })}
                </RemoveQuestion>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Row({ one, onRemove }: { one: BlockedAddressDto; onRemove: () => void }) {
  const t = useTranslations('blockedAddresses')
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 grow basis-60">
        <p className="flex flex-wrap items-center gap-2 font-medium text-14 text-ink">
          <span className="min-w-0 [overflow-wrap:anywhere]">{one.address}</span>
          {one.isOwn ? <Chip>{t('own')}</Chip> : null}
        </p>
        <p className="text-13 text-ink-muted">
          {t('since')} <Time at={one.createdAt} />
        </p>
      </div>
      {one.isOwn ? null : (
        <Button look="danger" onPress={onRemove} aria-label={t('removeNamed', { address: one.address })}>
          {t('remove')}
        </Button>
      )}
    </div>
  )
}
