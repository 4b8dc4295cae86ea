import { recordAcceptance, recordRefusal } from '@/lib/credentials/store'
import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { Actor } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import { isLoginRefused } from './rules'
import { insertChannelAudit, recordChannelHealth } from './store'
import type { ChannelSettings, ChannelTrouble } from './types'

/** What an attempt showed of its channel; nothing, when the trouble is unknown. Refused logins are counted. */
export async function recordChannelEvidence(
  db: TenantSql,
  channel: Pick<ChannelSettings, 'id' | 'credentialId'>,
  trouble: ChannelTrouble | null | undefined,
  at: Date,
): Promise<void> {
  if (trouble === undefined) return
  await recordChannelHealth(db, channel.id, trouble, at)
  if (!channel.credentialId) return
  if (trouble === null) await recordAcceptance(db, channel.credentialId)
  else if (isLoginRefused(trouble)) await recordRefusal(db, channel.credentialId, trouble)
}

/** Writes down who changed what about a way out, and whether protection was given up. */
export async function auditChannel(
  db: TenantDb,
  actor: Actor,
  action: 'channel_created' | 'channel_changed' | 'channel_removed',
  details: Record<string, string | boolean>,
  at: Date,
): Promise<void> {
  await insertChannelAudit(db, { id: newId(), actorId: auditActor(actor).id, action, details, at })
}
