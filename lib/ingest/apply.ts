import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { recordEvents } from '@/lib/outbox/record-events'
import { lockConversations } from '@/lib/tickets/merge-store'
import type { IngestSettings } from './settings'
import { finishRawMails, type RawMailOutcome } from './store'
import type { DecidedMail } from './types'
import { type Ending, writeDecision } from './write-decision'

/**
 * Writes decisions: all of them or none, in the caller's transaction; what is told of them, and last the raw mails'
 * outcomes, which hold only while the claim does.
 *
 * @throws AppError `stale_version` when something a decision rests on changed meanwhile
 */
export async function applyDecisions(
  db: TenantSql,
  decided: DecidedMail[],
  settings: IngestSettings,
  at: Date,
): Promise<void> {
  if (decided.some(({ decision }) => decision.kind === 'append')) await lockConversations(db)
  const endings: Ending[] = []
  for (const { prepared, context, decision } of decided) {
    endings.push(await writeDecision(db, { ...prepared, context, decision, settings, at }))
  }
  const outcomes = decided.map((one, index) => outcomeOf(one, endings[index]))
  const [, , finished] = await Promise.all([
    recordEvents(
      db,
      endings.flatMap(({ events }) => events),
    ),
    announce(
      db,
      endings.flatMap(({ changes }) => changes),
    ),
    finishRawMails(db, outcomes),
  ])
  if (finished !== decided.length) throw new AppError('stale_version', 'the claim on a mail ended')
}

function outcomeOf({ prepared, decision, trail }: DecidedMail, ending: Ending | undefined): RawMailOutcome {
  const { raw, facts } = prepared.mail
  return {
    raw,
    state: decision.kind === 'quarantine' ? 'quarantined' : 'processed',
    outcome: decision.kind,
    reason: ending?.reason ?? null,
    subject: facts.subject,
    fromAddress: facts.from?.address ?? '',
    ticketId: ending?.ticketId ?? null,
    messageId: ending?.messageId ?? null,
    trail,
  }
}
