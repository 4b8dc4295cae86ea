import type { TenantDb } from '@/lib/db/with-tenant'
import type { MemberRole } from '@/lib/tenancy/scope'
import type { StatePhase } from './types'

/** What a tenant sets up by hand stays few: one page holds it. */
const maxChoices = 500

export const readQueues = (db: TenantDb): Promise<{ id: string; name: string }[]> =>
  db.queue.findMany({
    select: { id: true, name: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: maxChoices,
  })

export const readStates = (
  db: TenantDb,
): Promise<{ id: string; name: string; phase: StatePhase; isDefaultOpening: boolean }[]> =>
  db.ticketState.findMany({
    select: { id: true, name: true, phase: true, isDefaultOpening: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: maxChoices,
  })

export async function readAgents(db: TenantDb): Promise<{ id: string; name: string; role: MemberRole }[]> {
  const rows = await db.membership.findMany({
    where: { deactivatedAt: null },
    select: { id: true, displayName: true, role: true },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
    take: maxChoices,
  })
  return rows.map(({ displayName, ...row }) => ({ ...row, name: displayName }))
}

export interface MailboxChoice {
  id: string
  name: string
  kind: 'imap' | 'forwarding'
  queueId: string
  isPaused: boolean
  addresses: string[]
}

export async function readMailboxes(db: TenantDb): Promise<MailboxChoice[]> {
  const rows = await db.mailbox.findMany({
    select: {
      id: true,
      name: true,
      kind: true,
      defaultQueueId: true,
      pausedAt: true,
      creationAddresses: {
        where: { disabledAt: null },
        select: { address: true },
        orderBy: { id: 'asc' },
        take: 100,
      },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: maxChoices,
  })
  return rows.map(({ defaultQueueId, pausedAt, creationAddresses, ...row }) => ({
    ...row,
    queueId: defaultQueueId,
    isPaused: pausedAt !== null,
    addresses: creationAddresses.map(({ address }) => address),
  }))
}
