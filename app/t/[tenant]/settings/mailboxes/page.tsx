import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { cx } from '@/components/ui/cx'
import type { MailboxDto } from '@/lib/mailboxes/dtos'
import { getMailboxHealth } from '@/lib/mailboxes/get-mailbox-health'
import { GetMailboxHealthInput } from '@/lib/mailboxes/inputs'
import { listMailboxes } from '@/lib/mailboxes/list-mailboxes'
import {
  createMailboxAction,
  pauseMailboxAction,
  removeMailboxAction,
  resumeMailboxAction,
  testMailboxAction,
  updateMailboxAction,
} from './actions'
import { MailboxForm } from './mailbox-form'
import { MailboxState } from './mailbox-state'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mailboxes'))('title') }
}

/** The mailboxes: a list at the left, one of them in the middle. Which one is open stands in the address. */
export default async function MailboxesPage({
  params,
  searchParams,
}: {
  params: Promise<{ tenant: string }>
  searchParams: Promise<{ mailbox?: string | string[] }>
}) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'settings.change')
  const [t, { mailboxes, queues }, { mailbox: wanted }] = await Promise.all([
    getTranslations('mailboxes'),
    listMailboxes(scope),
    searchParams,
  ])
  const selected =
    wanted === 'new' ? null : (mailboxes.find(({ id }) => id === wanted) ?? mailboxes[0] ?? null)
  const balance = selected
    ? await getMailboxHealth(scope, GetMailboxHealthInput.parse({ mailboxId: selected.id }))
    : null
  const path = `/t/${tenant}/settings/mailboxes`
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-10">
      <Link
        href={`/t/${tenant}/tickets`}
        className="text-13 text-accent-text underline-offset-2 hover:underline"
      >
        {t('back')}
      </Link>
      <h1 className="mt-4 text-20 font-semibold tracking-tight text-ink">{t('title')}</h1>
      <p className="mt-1 max-w-2xl text-14 text-ink-muted">{t('lead')}</p>
      <div className="mt-6 grid gap-8 md:grid-cols-[16rem_1fr]">
        <nav aria-label={t('list')}>
          {mailboxes.length === 0 ? <p className="pb-2 text-13 text-ink-muted">{t('empty')}</p> : null}
          <ul className="grid gap-px">
            {mailboxes.map((mailbox) => (
              <MailboxLink
                key={mailbox.id}
                mailbox={mailbox}
                href={`${path}?mailbox=${mailbox.id}`}
                isCurrent={mailbox.id === selected?.id}
              />
            ))}
          </ul>
          <Link
            href={`${path}?mailbox=new`}
            aria-current={selected === null ? 'page' : undefined}
            className="mt-2 inline-flex h-8 items-center rounded-control border border-line-strong px-3 text-13 text-ink hover:bg-hover"
          >
            {t('add')}
          </Link>
        </nav>
        <MailboxForm
          key={selected?.id ?? 'new'}
          tenant={tenant}
          mailbox={selected}
          balance={balance}
          queues={queues}
          actions={{
            create: createMailboxAction,
            update: updateMailboxAction,
            pause: pauseMailboxAction,
            resume: resumeMailboxAction,
            remove: removeMailboxAction,
            test: testMailboxAction,
          }}
        />
      </div>
    </main>
  )
}

function MailboxLink({
  mailbox,
  href,
  isCurrent,
}: {
  mailbox: MailboxDto
  href: string
  isCurrent: boolean
}) {
  return (
    <li>
      <Link
        href={href}
        aria-current={isCurrent ? 'page' : undefined}
        className={cx('block rounded-control px-2.5 py-2 hover:bg-hover', isCurrent && 'bg-hover')}
      >
        <span className="block truncate text-14 font-medium text-ink">{mailbox.name}</span>
        <span className="block truncate text-12 text-ink-muted">{mailbox.address}</span>
        <span className="mt-1 flex flex-wrap gap-1">
          <MailboxState mailbox={mailbox} />
        </span>
      </Link>
    </li>
  )
}
