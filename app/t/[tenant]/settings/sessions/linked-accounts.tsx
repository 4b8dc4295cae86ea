'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { linkWithProvider } from '@/app/_entrance/sign-in-browser'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { IdentityProvider } from '@/lib/access/identity-providers'
import type { LinkingOutcome } from '@/lib/access/link-identity'
import type { IdentityDto } from '@/lib/access/types'
import type { ActionResult } from '@/lib/action-result'
import { PasswordDialog } from './password-dialog'
import { SignInAgainDialog } from './sign-in-again-dialog'

export interface LinkingActions {
  confirmPassword: (tenant: string, input: { password: string }) => Promise<ActionResult<null>>
  startLinking: (
    tenant: string,
    input: { provider: IdentityProvider },
  ) => Promise<ActionResult<{ linkId: string }>>
  unlink: (tenant: string, input: { identityId: string }) => Promise<ActionResult<null>>
  signOut: (tenant: string, input: Record<string, never>) => Promise<ActionResult<null>>
}

interface LinkedAccountsProps {
  tenant: string
  identities: IdentityDto[]
  /** Where the operator has registered. */
  providers: IdentityProvider[]
  /** Who has none is asked to sign in anew instead. */
  hasPassword: boolean
  /** What became of an attempt that has just come back. */
  outcome: LinkingOutcome | null
  actions: LinkingActions
}

type Told = { isOk: boolean; text: string }

export function LinkedAccounts({
  tenant,
  identities,
  providers,
  hasPassword,
  outcome,
  actions,
}: LinkedAccountsProps) {
  const t = useTranslations('linkedAccounts')
  const router = useRouter()
  const [told, setTold] = useState<Told | null>(
    outcome && { isOk: outcome === 'linked' || outcome === 'already', text: t(`outcome.${outcome}`) },
  )
  const [busy, setBusy] = useState<string | null>(null)
  /** What waits for the password. */
  const [waiting, setWaiting] = useState<{ again: () => void } | null>(null)

  const run = async <V,>(name: string, call: () => Promise<ActionResult<V>>, then: (value: V) => void) => {
    setBusy(name)
    const answer = await call()
    setBusy(null)
    if (answer.ok) then(answer.value)
    else if (answer.code === 'reauthentication_needed')
      setWaiting({ again: () => void run(name, call, then) })
    else setTold({ isOk: false, text: answer.message })
  }
  const link = (provider: IdentityProvider) =>
    run(
      provider,
      () => actions.startLinking(tenant, { provider }),
      ({ linkId }) => {
        setBusy(provider)
        void linkWithProvider(provider, linkId, `/t/${tenant}/settings/sessions`)
      },
    )
  const unlink = (identityId: string) =>
    run(
      identityId,
      () => actions.unlink(tenant, { identityId }),
      () => {
        setTold({ isOk: true, text: t('unlinked') })
        router.refresh()
      },
    )

  return (
    <>
      <div className="mt-3 empty:hidden" aria-live="polite">
        {told ? <Notice tone={told.isOk ? 'ok' : 'danger'}>{told.text}</Notice> : null}
      </div>
      {identities.length === 0 ? (
        <p className="mt-3 border-line border-y py-3 text-14 text-ink-muted">{t('none')}</p>
      ) : (
        <ul className="mt-3 divide-y divide-line border-line border-y">
          {identities.map((identity) => (
            <Row
              key={identity.id}
              identity={identity}
              isBusy={busy === identity.id}
              onUnlink={() => void unlink(identity.id)}
            />
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {providers.map((provider) => (
          <Button key={provider} isPending={busy === provider} onPress={() => void link(provider)}>
            {t('link', { provider: t(provider) })}
          </Button>
        ))}
      </div>
      <PasswordDialog
        isOpen={waiting !== null && hasPassword}
        confirm={(password) => actions.confirmPassword(tenant, { password })}
        onClose={() => setWaiting(null)}
        onConfirmed={() => {
          setWaiting(null)
          waiting?.again()
        }}
      />
      <SignInAgainDialog
        isOpen={waiting !== null && !hasPassword}
        signOut={() => actions.signOut(tenant, {})}
        returnPath={`/t/${tenant}/settings/sessions`}
        onClose={() => setWaiting(null)}
      />
    </>
  )
}

function Row({
  identity,
  isBusy,
  onUnlink,
}: {
  identity: IdentityDto
  isBusy: boolean
  onUnlink: () => void
}) {
  const t = useTranslations('linkedAccounts')
  const label = identity.label || t('unnamed')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-60">
        <p className="font-medium text-14 text-ink">{t(identity.provider)}</p>
        <p className="flex flex-wrap gap-x-3 text-13 text-ink-muted">
          <bdi className="[overflow-wrap:anywhere]">{label}</bdi>
          <span>
            {t('linkedSince')} <Time at={identity.createdAt} />
          </span>
        </p>
      </div>
      <Button
        look="danger"
        isPending={isBusy}
        onPress={onUnlink}
        aria-label={t('unlinkNamed', { provider: t(identity.provider), label })}
      >
        {t('unlink')}
      </Button>
    </li>
  )
}
