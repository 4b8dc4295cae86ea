import type { TenantDb } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { recordEvents } from '@/lib/outbox/record-events'
import { finishRawMail, type RawMailOutcome } from './store'
import { type Applied, type Ending, writeDecision } from './write-decision'

/**
 * Writes a decision: all of it or nothing, in the caller's transaction, and last the raw mail's outcome, which
 * holds only while the claim does.
 *
 * @throws AppError `stale_version` when something the decision rests on changed meanwhile
 */
export async function applyDecision(db: TenantDb, applied: Applied): Promise<void> {
  const ending = await writeDecision(db, applied)
  await recordEvents(db, ending.events)
  await announce(db, ending.changes)
  const isStillOurs = await finishRawMail(db, applied.mail.raw, outcomeOf(applied, ending))
  if (!isStillOurs) throw new AppError('stale_version', 'the claim on this mail ended')
}

function outcomeOf({ mail, decision, trail }: Applied, ending: Ending): RawMailOutcome {
  return {
    state: decision.kind === 'quarantine' ? 'quarantined' : 'processed',
    outcome: decision.kind,
    reason: ending.reason,
    subject: mail.facts.subject,
    fromAddress: mail.facts.from?.address ?? '',
    ticketId: ending.ticketId,
    messageId: ending.messageId,
    trail,
  }
}
