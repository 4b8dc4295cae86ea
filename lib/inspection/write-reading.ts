import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor, type TicketAction } from '@/lib/tickets/audit'
import { type TrailEntry, trailStages } from '@/lib/tickets/types'
import type { Difference } from './compare'
import type { StoredReading } from './store'

/** What today's code reads in a mail that is a message already. */
export interface NewReading {
  rawMailId: string
  messageId: string
  reading: StoredReading
  splitConfidence: number
  /** As it stands, with what today's stages that read found. */
  trail: TrailEntry[]
}

const action: TicketAction = 'mail_read_again'
const readingStages: readonly TrailEntry['stage'][] = ['parse', 'describe', 'classify', 'clean']

const readingFields = [
  ...(['subject', 'visibleText', 'quotedText', 'signatureText'] as const),
  ...(['html', 'sentAt', 'classification', 'certified'] as const),
] satisfies (keyof StoredReading)[]

/** Whether writing today's reading would take this difference away: a stage that reads, or a field that it fills. */
export const isOfReading = ({ where }: Difference): boolean =>
  [...readingStages, ...readingFields].some((one) => one === where)

/**
 * Replaces what a message shows by what today's code reads: its text and how it was split, its HTML, subject, date and
 * kind, and who carried it as certified mail. Where the mail went, whom it was answered to and its files stay: others
 * have gone on from them. Done twice it is done once.
 */
export async function writeReading(
  scope: TenantScope,
  { rawMailId, messageId, reading, splitConfidence, trail }: NewReading,
): Promise<void> {
  const { subject, visibleText, quotedText, signatureText, html, sentAt, certified } = reading
  const classification = reading.classification ?? 'human'
  const actor = auditActor(scope.actor)
  await withTenant(scope, async (db) => {
    const message = await db.message.update({
      where: { id: messageId },
      data: {
        subject,
        visibleText,
        quotedText,
        signatureText,
        splitConfidence,
        html,
        sentAt,
        classification,
      },
      select: { ticket: { select: { id: true, number: true } } },
    })
    await db.$executeRaw`
      UPDATE message SET certified = ${certified && JSON.stringify(certified)}::jsonb WHERE id = ${messageId}::uuid`
    await db.messageRendering.deleteMany({ where: { messageId } })
    await db.$executeRaw`UPDATE raw_mail SET trail = ${JSON.stringify(trail)}::jsonb WHERE id = ${rawMailId}::uuid`
    const { id: ticketId, number: ticketNumber } = message.ticket
    await db.auditEntry.create({
      data: { id: newId(), ticketId, actorKind: actor.kind, actorId: actor.id, action, at: now() },
    })
    await announce(db, [{ kind: 'ticket', ticketId, ticketNumber, change: 'changed' }])
  })
}

/** What today's reading found in the place of what that of then did; the other stages as they were. */
export function withReadingOf(stored: readonly TrailEntry[], today: readonly TrailEntry[]): TrailEntry[] {
  const isReading = ({ stage }: TrailEntry) => readingStages.includes(stage)
  return [...stored.filter((entry) => !isReading(entry)), ...today.filter(isReading)].sort(
    (a, b) => trailStages.indexOf(a.stage) - trailStages.indexOf(b.stage),
  )
}
