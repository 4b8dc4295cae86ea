import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { insertOutboundMails } from '@/lib/outbound/changes'
import { confirmationToSend } from '@/lib/outbound/events'
import { type RecordedEvent, recordEvents } from '@/lib/outbox/record-events'
import type { TenantScope } from '@/lib/tenancy/scope'
import { lockConversations } from '@/lib/tickets/merge-store'
import type { IngestSettings } from './settings'
import { finishRawMails, type RawMailOutcome } from './store'
import type { DecidedMail } from './types'
import { type Ending, openWrites, writeDecision } from './write-decision'
import { customersOf } from './write-sender'

/**
 * Writes decisions: all of them or none, in the caller's transaction; what is told of them, and last the raw mails'
 * outcomes, which hold only while the claim does.
 *
 * @throws AppError `stale_version` when something a decision rests on changed meanwhile
 */
export async function applyDecisions(
  scope: TenantScope,
  db: TenantSql,
  decided: DecidedMail[],
  settings: IngestSettings,
  at: Date,
): Promise<void> {
  const [, customers] = await Promise.all([lockConversations(db), customersOf(db, decided)])
  const writes = openWrites(db)
  const endings = await allDone(
    decided.map(({ prepared, context, decision }, index) =>
      writeDecision(writes, {
        ...prepared,
        ...{ context, decision, settings, at },
        customerId: customers[index] ?? null,
      }),
    ),
  )
  const confirmations = endings.flatMap(({ confirmation }) => confirmation ?? [])
  const [finished] = await Promise.all([
    finishRawMails(
      db,
      decided.map((one, index) => outcomeOf(one, endings[index])),
    ),
    insertOutboundMails(db, confirmations),
    recordEvents(db, factsOf(scope.tenantId, endings)),
    announce(
      db,
      endings.flatMap(({ changes }) => changes),
    ),
  ])
  if (finished !== decided.length) throw new AppError('stale_version', 'the claim on a mail ended')
}

/** What became of the mails, each kind in one event. */
function factsOf(tenantId: string, endings: Ending[]): RecordedEvent[] {
  const endedAs = (fact: Ending['fact']) =>
    endings.flatMap((ending) =>
      ending.fact === fact && ending.ticketId !== null && ending.messageId !== null
        ? [{ ticketId: ending.ticketId, messageId: ending.messageId }]
        : [],
    )
  const ticketIds = endedAs('ticket/created').map(({ ticketId }) => ticketId)
  const messages = endedAs('message/received')
  return [
    ...(ticketIds.length > 0 ? [{ name: 'ticket/created' as const, data: { tenantId, ticketIds } }] : []),
    ...(messages.length > 0 ? [{ name: 'message/received' as const, data: { tenantId, messages } }] : []),
    ...(endings.some(({ confirmation }) => confirmation) ? [confirmationToSend(tenantId)] : []),
  ]
}

/** Waits for all of them also when one fails: nobody may write when the transaction is over. */
async function allDone<T>(works: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

function outcomeOf(
  { prepared, context, decision, trail }: DecidedMail,
  ending: Ending | undefined,
): RawMailOutcome {
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
    heldCustomerId:
      decision.kind === 'quarantine' && decision.reason === 'too-many-from-sender'
        ? (context.sender?.customerId ?? null)
        : null,
    trail,
  }
}
