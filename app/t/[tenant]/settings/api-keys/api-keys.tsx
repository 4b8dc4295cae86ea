'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/lib/action-result'
import type { ApiKeyDto, CreatedApiKey } from '@/lib/api/types'
import { CreateKeyForm, type KeyToCreate } from './create-key-form'
import { KeyRow } from './key-row'
import { NewSecret } from './new-secret'

interface ApiKeysProps {
  tenant: string
  keys: ApiKeyDto[]
  create: (tenant: string, input: KeyToCreate) => Promise<ActionResult<CreatedApiKey>>
  revoke: (tenant: string, input: { apiKeyId: string }) => Promise<ActionResult<null>>
}

export function ApiKeys({ tenant, keys, create, revoke }: ApiKeysProps) {
  const t = useTranslations('apiKeys')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const [created, setCreated] = useState<CreatedApiKey | null>(null)
  const [revoking, setRevoking] = useState<ApiKeyDto | null>(null)
  const [outcome, setOutcome] = useState<{ isOk: boolean; text: string } | null>(null)

  const make = async (input: KeyToCreate): Promise<string | null> => {
    const answer = await create(tenant, input)
    if (!answer.ok) return answer.message
    setIsOpen(false)
    setCreated(answer.value)
    setOutcome(null)
    router.refresh()
    return null
  }
  const end = async (key: ApiKeyDto) => {
    const answer = await revoke(tenant, { apiKeyId: key.id })
    setRevoking(null)
    setOutcome(
      answer.ok
        ? { isOk: true, text: t('revoked', { name: key.name }) }
        : { isOk: false, text: answer.message },
    )
    if (created?.key.id === key.id) setCreated(null)
    router.refresh()
  }

  return (
    <>
      <div className="mt-6 flex justify-end">
        <Button look="primary" onPress={() => setIsOpen(true)}>
          {t('create')}
        </Button>
      </div>
      <div className="mt-4 grid gap-3 empty:hidden" aria-live="polite">
        {created ? <NewSecret created={created} onDone={() => setCreated(null)} /> : null}
        {outcome ? <Notice tone={outcome.isOk ? 'ok' : 'danger'}>{outcome.text}</Notice> : null}
      </div>
      {keys.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
      ) : (
        <ul className="mt-4 divide-y divide-line border-y border-line">
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
          ))}
        </ul>
      )}
      <Dialog title={t('create')} closeLabel={t('close')} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <CreateKeyForm create={make} />
      </Dialog>
      <Dialog
        title={t('revokeTitle', { name: revoking?.name ?? '' })}
        closeLabel={t('close')}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        role="alertdialog"
        width="max-w-md"
      >
        <RevokeQuestion
          onKeep={() => setRevoking(null)}
          onRevoke={async () => {
            if (revoking) await end(revoking)
          }}
        />
      </Dialog>
    </>
  )
}

function RevokeQuestion({ onKeep, onRevoke }: { onKeep: () => void; onRevoke: () => Promise<void> }) {
  const t = useTranslations('apiKeys')
  const [isBusy, setIsBusy] = useState(false)
  const revoke = async () => {
    setIsBusy(true)
    await onRevoke()
    setIsBusy(false)
  }
  return (
    <>
      <p className="text-14 text-ink">{t('revokeText')}</p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onPress={onKeep}>{t('keep')}</Button>
        <Button look="danger" isPending={isBusy} onPress={() => void revoke()}>
          {t('revoke')}
        </Button>
      </div>
    </>
  )
}
