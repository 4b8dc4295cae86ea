import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { revokeSessionAction, signOutAction } from '@/app/t/[tenant]/actions'
import { listOwnSessions } from '@/lib/access/list-own-sessions'
import { SessionList } from './session-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

export default async function SessionsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'session.own')
  const [t, sessions] = await Promise.all([getTranslations('sessions'), listOwnSessions(scope)])
  return (
    <main className="mx-auto w-full max-w-2xl px-4 py-10">
      <Link
        href={`/t/${tenant}/tickets`}
        className="text-13 text-accent-text underline-offset-2 hover:underline"
      >
        {t('back')}
      </Link>
      <h1 className="mt-4 text-20 font-semibold tracking-tight text-ink">{t('title')}</h1>
      <p className="mt-1 text-14 text-ink-muted">{t('lead')}</p>
      <SessionList tenant={tenant} sessions={sessions} revoke={revokeSessionAction} signOut={signOutAction} />
    </main>
  )
}
