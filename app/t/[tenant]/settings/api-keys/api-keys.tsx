'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { NewSecret } from '@/components/settings/new-secret'
import { RevokeDialog } from '@/components/settings/revoke-dialog'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/lib/action-result'
import type { ApiKeyDto, CreatedApiKey } from '@/lib/api/types'
import { CreateKeyForm, type KeyToCreate } from './create-key-form'
import { KeyRow } from './key-row'

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
        {created ? (
          <NewSecret
            title={t('newKey', { name: created.key.name })}
            values={[{ label: t('secret'), value: created.secret }]}
            onDone={() => setCreated(null)}
          />
        ) : null}
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
      <RevokeDialog
        title={t('revokeTitle', { name: revoking?.name ?? '' })}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onRevoke={async () => {
          if (revoking) await end(revoking)
        }}
      >
        {t('revokeText')}
      </RevokeDialog>
    </>
  )
}
