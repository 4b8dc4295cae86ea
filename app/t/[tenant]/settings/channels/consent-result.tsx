'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import type { OAuthRequestDto } from '@/lib/oauth/types'

const askEveryMs = 1_000
const giveUpMs = 90_000

/** After the way back from a provider: a worker turns the consent into a login, and this tells when it has. */
export function ConsentResult({ tenant, requestId }: { tenant: string; requestId: string }) {
  const t = useTranslations('channels')
  const router = useRouter()
  const [request, setRequest] = useState<OAuthRequestDto | null>(null)
  const [isLate, setIsLate] = useState(false)

  useEffect(() => {
    const startedAt = Date.now()
    let timer: ReturnType<typeof setTimeout>
    let isGone = false
    const ask = async () => {
      const path = `/t/${tenant}/data/oauth-requests/${encodeURIComponent(requestId)}`
      const response = await fetch(path).catch(() => null)
      const found: OAuthRequestDto | null = response?.ok ? await response.json() : null
      if (isGone) return
      if (found) setRequest(found)
      if (found?.outcome) return router.refresh()
      if (Date.now() - startedAt > giveUpMs) setIsLate(true)
      else timer = setTimeout(() => void ask(), askEveryMs)
    }
    void ask()
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [tenant, requestId, router])

  const outcome = request?.outcome
  return (
    <div aria-live="polite" className="mt-4">
      {outcome ? (
        <Notice tone={outcome === 'connected' ? 'ok' : 'danger'}>
          {t(`consent.outcome.${outcome}`, { address: request.address })}
        </Notice>
      ) : (
        <Notice>{t(isLate ? 'test.noWorker' : 'consent.running')}</Notice>
      )}
    </div>
  )
}
