import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { shellHeader } from '@/app/_entrance/page-shells'
import { requireAgent } from '@/app/_entrance/require-agent'
import { Inbox } from '@/components/ticket/inbox'
import { readFilter, ticketListPath } from '@/components/ticket/ticket-filter'
import { inboxActions } from '../inbox-actions'
import { readInboxSeed, readInboxWish } from './inbox-seed'

export type InboxQuery = Record<string, string | string[] | undefined>

interface InboxPageProps {
  tenantSlug: string
  query: InboxQuery
  /** The ticket of the path; null on the list alone. */
  number: string | null
}

/** What both inbox pages draw, with everything that is in sight at first already read. */
export async function InboxPage({ tenantSlug, query, number }: InboxPageProps) {
  const scope = await requireAgent(tenantSlug)
  if ((await headers()).has(shellHeader)) return <Inbox seed={null} actions={inboxActions} />
  const asked = { get: (name: string) => oneOf(query[name]) }
  const wish = readInboxWish(asked)
  // Show what there is, rather than an error.
  if (!wish) redirect(ticketListPath(tenantSlug, { view: readFilter(asked).view }))
  const seed = await readInboxSeed(scope, wish, number)
  return <Inbox seed={JSON.stringify(seed)} actions={inboxActions} />
}

const oneOf = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null
