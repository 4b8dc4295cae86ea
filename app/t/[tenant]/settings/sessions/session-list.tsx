'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { SessionDto } from '@/lib/access/types'
import type { ActionResult } from '@/lib/action-result'
import { describeUserAgent } from './user-agent'

interface SessionListProps {
  tenant: string
  sessions: SessionDto[]
  revoke: (tenant: string, input: { sessionId: string }) => Promise<ActionResult<null>>
  signOut: (tenant: string, input: Record<string, never>) => Promise<ActionResult<null>>
}

export function SessionList({ tenant, sessions, revoke, signOut }: SessionListProps) {
  const t = useTranslations('sessions')
  const router = useRouter()
  const [outcome, setOutcome] = useState<{ isOk: boolean; text: string } | null>(null)
  const [busyId, setBusyId] = useState<string | null>(null)

  const end = async (session: SessionDto) => {
    setBusyId(session.id)
    const answer = session.isCurrent
      ? await signOut(tenant, {})
      : await revoke(tenant, { sessionId: session.id })
    setBusyId(null)
    if (answer.ok && session.isCurrent) {
      window.location.assign('/sign-in')
      return
    }
    setOutcome(answer.ok ? { isOk: true, text: t('ended') } : { isOk: false, text: answer.message })
    router.refresh()
  }

  return (
    <>
      <div className="mt-4 empty:hidden" aria-live="polite">
        {outcome ? <Notice tone={outcome.isOk ? 'ok' : 'danger'}>{outcome.text}</Notice> : null}
      </div>
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isBusy={busyId === session.id}
            onEnd={() => void end(session)}
          />
        ))}
      </ul>
    </>
  )
}

function SessionRow({ session, isBusy, onEnd }: { session: SessionDto; isBusy: boolean; onEnd: () => void }) {
  const t = useTranslations('sessions')
  const known = describeUserAgent(session.userAgent)
  const device = known ? t('device', known) : t('unknownDevice')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-60">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-ink">
          <span title={session.userAgent}>{device}</span>
          {session.isCurrent ? (
            <span className="rounded-chip bg-status-ok-soft px-1.5 text-12 text-status-ok">
              {t('current')}
            </span>
          ) : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-13 text-ink-muted">
          <span>
            {t('lastSeen')} <Time at={session.lastSeenAt} />
          </span>
          <span>
            {t('since')} <Time at={session.createdAt} />
          </span>
        </p>
      </div>
      <Button
        look={session.isCurrent ? 'outline' : 'danger'}
        isPending={isBusy}
        onPress={onEnd}
        aria-label={session.isCurrent ? t('signOut') : t('endNamed', { device })}
      >
        {session.isCurrent ? t('signOut') : t('end')}
      </Button>
    </li>
  )
}
