import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { AuditActor } from '@/lib/tickets/audit'
import type { ReplyRoutes } from './reply-via-rules'

const pageSize = 200

/** A tenant has few of each: at most 200. */
export async function readReplyRoutes(db: TenantDb): Promise<ReplyRoutes> {
  const channels = await db.outboundChannel.findMany({
    where: { removedAt: null },
    select: { id: true, name: true, fromAddress: true, isActive: true, isDefault: true },
    orderBy: [{ isDefault: 'desc' }, { name: 'asc' }, { id: 'asc' }],
    take: pageSize,
  })
  const mailboxes = await db.mailbox.findMany({
    where: { OR: [{ kind: 'forwarding' }, { connection: { removedAt: null } }] },
    select: {
      id: true,
      name: true,
      defaultQueueId: true,
      replyViaChannelId: true,
      connection: { select: { address: true } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: pageSize,
  })
  const queues = await db.queue.findMany({
    select: { id: true, name: true, hue: true, replyViaChannelId: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: pageSize,
  })
  return {
    channels,
    mailboxes: mailboxes.map(({ defaultQueueId, replyViaChannelId, connection, ...row }) => ({
      ...row,
      address: connection?.address ?? null,
      queueId: defaultQueueId,
      channelId: replyViaChannelId,
    })),
    queues: queues.map(({ replyViaChannelId, ...row }) => ({ ...row, channelId: replyViaChannelId })),
  }
}

/** @returns false when there is no such mailbox */
export async function updateMailboxReplyVia(
  db: TenantDb,
  id: string,
  replyViaChannelId: string | null,
): Promise<boolean> {
  const where = { id, OR: [{ kind: 'forwarding' as const }, { connection: { removedAt: null } }] }
  return (await db.mailbox.updateMany({ where, data: { replyViaChannelId } })).count === 1
}

/** @returns false when there is no such queue */
export async function updateQueueReplyVia(
  db: TenantDb,
  id: string,
  replyViaChannelId: string | null,
): Promise<boolean> {
  return (await db.queue.updateMany({ where: { id }, data: { replyViaChannelId } })).count === 1
}

export async function insertReplyViaAudit(
  db: TenantDb,
  actor: AuditActor,
  details: Record<string, string | null>,
  at: Date,
): Promise<void> {
  await db.auditEntry.create({
    data: { id: newId(), actorKind: actor.kind, actorId: actor.id, action: 'reply_via_changed', details, at },
  })
}
