import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import { RecordList } from '@/components/settings/record-list'
import { SettingsPage } from '@/components/settings/settings-page'
import { getMailboxHealth } from '@/lib/mailboxes/get-mailbox-health'
import { GetMailboxHealthInput } from '@/lib/mailboxes/inputs'
import { listForwardingAddresses } from '@/lib/mailboxes/list-forwarding-addresses'
import { listMailboxes } from '@/lib/mailboxes/list-mailboxes'
import {
  createMailboxAction,
  pauseMailboxAction,
  removeMailboxAction,
  resumeMailboxAction,
  testMailboxAction,
  updateMailboxAction,
} from './actions'
import { ForwardingAddresses } from './forwarding-addresses'
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
  const [t, { mailboxes, queues }, addresses, { mailbox: wanted }] = await Promise.all([
    getTranslations('mailboxes'),
    listMailboxes(scope),
    listForwardingAddresses(scope),
    searchParams,
  ])
  const selected =
    wanted === 'new' ? null : (mailboxes.find(({ id }) => id === wanted) ?? mailboxes[0] ?? null)
  const balance = selected
    ? await getMailboxHealth(scope, GetMailboxHealthInput.parse({ mailboxId: selected.id }))
    : null
  const path = `/t/${tenant}/settings/mailboxes`
  return (
    <SettingsPage tenant={tenant} section="mailboxes" isAdmin look="wide" title={t('title')} lead={t('lead')}>
      <div className="mt-6 grid gap-8 md:grid-cols-[16rem_1fr]">
        <RecordList
          label={t('list')}
          empty={t('empty')}
          items={mailboxes.map((mailbox) => ({
            id: mailbox.id,
            href: `${path}?mailbox=${mailbox.id}`,
            title: mailbox.name,
            detail: mailbox.address,
            state: <MailboxState mailbox={mailbox} />,
          }))}
          currentId={selected?.id ?? null}
          add={{ href: `${path}?mailbox=new`, label: t('add') }}
        />
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
      <ForwardingAddresses addresses={addresses} />
    </SettingsPage>
  )
}
