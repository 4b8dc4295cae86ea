'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { SelectField } from '@/components/settings/fields'
import { NewSecret } from '@/components/settings/new-secret'
import { RevokeDialog } from '@/components/settings/revoke-dialog'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/lib/action-result'
import { EndpointRow, type EndpointRowProps } from './endpoint-row'

type Endpoint = EndpointRowProps['endpoint']

interface Created {
  endpointId: string
  url: string
  secret: string
}

interface InboundEndpointsProps {
  tenant: string
  endpoints: Endpoint[]
  /** For which one can be opened. */
  addresses: string[]
  create: (tenant: string, input: { address: string }) => Promise<ActionResult<Created>>
  revoke: (tenant: string, input: { endpointId: string }) => Promise<ActionResult<null>>
}

export function InboundEndpoints({ tenant, endpoints, addresses, create, revoke }: InboundEndpointsProps) {
  const t = useTranslations('inbound')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const [created, setCreated] = useState<Created | null>(null)
  const [revoking, setRevoking] = useState<Endpoint | null>(null)
  const [outcome, setOutcome] = useState<{ isOk: boolean; text: string } | null>(null)

  const make = async (address: string) => {
    const answer = await create(tenant, { address })
    setIsOpen(false)
    setCreated(answer.ok ? answer.value : null)
    setOutcome(answer.ok ? null : { isOk: false, text: answer.message })
    router.refresh()
  }
  const end = async ({ id, address }: Endpoint) => {
    const answer = await revoke(tenant, { endpointId: id })
    setRevoking(null)
    setOutcome(
      answer.ok ? { isOk: true, text: t('revoked', { address }) } : { isOk: false, text: answer.message },
    )
    if (created?.endpointId === id) setCreated(null)
    router.refresh()
  }

  return (
    <>
      {addresses.length === 0 ? null : (
        <div className="mt-6 flex justify-end">
          <Button look="primary" onPress={() => setIsOpen(true)}>
            {t('create')}
          </Button>
        </div>
      )}
      <div className="mt-4 grid gap-3 empty:hidden" aria-live="polite">
        {created ? (
          <NewSecret
            title={t('newTitle')}
            values={[
              { label: t('url'), value: created.url },
              { label: t('secret'), value: created.secret },
            ]}
            onDone={() => setCreated(null)}
          />
        ) : null}
        {outcome ? <Notice tone={outcome.isOk ? 'ok' : 'danger'}>{outcome.text}</Notice> : null}
      </div>
      {endpoints.length === 0 ? (
        <EmptyState title={t('empty')}>{t(addresses.length === 0 ? 'noAddress' : 'emptyHint')}</EmptyState>
      ) : (
        <ul className="mt-4 divide-y divide-line border-line border-y">
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} onRevoke={() => setRevoking(endpoint)} />
          ))}
        </ul>
      )}
      <Dialog
        title={t('create')}
        closeLabel={t('close')}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        width="max-w-md"
      >
        <CreateForm addresses={addresses} create={make} />
      </Dialog>
      <RevokeDialog
        title={t('revokeTitle')}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onRevoke={async () => {
          if (revoking) await end(revoking)
        }}
      >
        {t('revokeText', { address: revoking?.address ?? '' })}
      </RevokeDialog>
    </>
  )
}

function CreateForm({
  addresses,
  create,
}: {
  addresses: string[]
  create: (address: string) => Promise<void>
}) {
  const t = useTranslations('inbound')
  const [address, setAddress] = useState(addresses[0] ?? '')
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsBusy(true)
    await create(address)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <SelectField
        label={t('address')}
        hint={t('addressHint')}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      >
        {addresses.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </SelectField>
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={isBusy}>
          {t('create')}
        </Button>
      </div>
    </form>
  )
}
