'use client'

import { useTranslations } from 'next-intl'
import { useWorkerAnswer } from '@/components/settings/use-worker-answer'
import { Notice } from '@/components/ui/notice'
import type { OAuthOutcome, OAuthRequestDto } from '@/lib/oauth/types'

/** After the way back from a provider: a worker turns the consent into a login, and this tells when it has. */
export function ConsentResult({ tenant, requestId }: { tenant: string; requestId: string }) {
  const t = useTranslations('channels.consent')
  const settings = useTranslations('settings')
  const { answer, isLate } = useWorkerAnswer<OAuthRequestDto>(
    `/t/${tenant}/data/oauth-requests/${encodeURIComponent(requestId)}`,
    (found) => found.outcome !== null,
  )
  return (
    <div aria-live="polite" className="mt-4">
      {answer?.outcome ? (
        <Outcome request={answer} outcome={answer.outcome} />
      ) : (
        <Notice>{isLate ? settings('test.noWorker') : t('running')}</Notice>
      )}
    </div>
  )
}

function Outcome({ request, outcome }: { request: OAuthRequestDto; outcome: OAuthOutcome }) {
  const t = useTranslations('channels.consent.outcome')
  const { address, account } = request
  if (outcome === 'connected' && account !== null)
    return <Notice tone="warn">{t('connectedByOther', { address, account })}</Notice>
  return <Notice tone={outcome === 'connected' ? 'ok' : 'danger'}>{t(outcome, { address })}</Notice>
}
