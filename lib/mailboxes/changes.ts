import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { Actor } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'

/** Writes down who changed what about a mailbox, and whether protection was given up. */
export async function auditMailbox(
  db: TenantDb,
  actor: Actor,
  action: 'mailbox_created' | 'mailbox_changed' | 'mailbox_paused' | 'mailbox_resumed' | 'mailbox_removed',
  details: Record<string, string | number | boolean>,
  at: Date,
): Promise<void> {
  const { kind, id } = auditActor(actor)
  await db.auditEntry.create({ data: { id: newId(), actorKind: kind, actorId: id, action, details, at } })
}
