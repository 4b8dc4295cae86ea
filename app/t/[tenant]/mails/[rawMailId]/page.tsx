import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { cleanName } from '@/components/mail/clean-name'
import { Trail } from '@/components/mail/trail'
import { isAppError } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { getTrail } from '@/lib/tickets/get-trail'
import { GetTrailInput } from '@/lib/tickets/inputs'
import type { TrailDto } from '@/lib/tickets/types'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('trail'))('title') }
}

/** The lasting address of one mail, also of one that became no ticket: why it is where it is. */
export default async function MailPage({
  params,
}: {
  params: Promise<{ tenant: string; rawMailId: string }>
}) {
  const { tenant, rawMailId } = await params
  const scope = await requireAgent(tenant)
  const [t, trail] = await Promise.all([getTranslations('trail'), readTrail(scope, rawMailId)])
  const { subject, fromAddress, ticketNumber } = trail
  const link = 'text-13 text-accent-text underline-offset-2 hover:underline'
  return (
    <main className="mx-auto w-full max-w-3xl px-4 py-8">
      <Link href={`/t/${tenant}/tickets`} className={link}>
        {t('back')}
      </Link>
      <h1 className="mt-6 font-semibold text-20 text-ink tracking-tight">{t('title')}</h1>
      <div className="mt-1 mb-6 flex flex-col gap-1 text-14 text-ink-muted [overflow-wrap:anywhere]">
        <p>
          <bdi className="font-medium text-ink">{cleanName(subject) || t('noSubject')}</bdi>
          {fromAddress === '' ? null : <bdi> · {cleanName(fromAddress)}</bdi>}
        </p>
        {ticketNumber === null ? (
          <p className="text-13">{t('noTicket')}</p>
        ) : (
          <Link href={`/t/${tenant}/tickets/${ticketNumber}?view=all`} className={link}>
            {t('ticket', { number: ticketNumber })}
          </Link>
        )}
      </div>
      <Trail trail={trail} tenantSlug={tenant} />
    </main>
  )
}

/** An address that is no id, or that of a mail elsewhere, is the address of nothing. */
async function readTrail(scope: AgentScope, rawMailId: string): Promise<TrailDto> {
  const input = GetTrailInput.safeParse({ rawMailId })
  if (!input.success) notFound()
  try {
    return await getTrail(scope, input.data)
  } catch (error) {
    if (isAppError(error, 'not_found')) notFound()
    throw error
  }
}
