import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { keepAttachments } from '@/lib/ingest/keep-attachments'
import { announce } from '@/lib/live/announce'
import type { ParsedMail } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor, type TicketAction } from '@/lib/tickets/audit'
import type { NewAttachment } from '@/lib/tickets/insert-messages'
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
  /** Its files, with their bytes. */
  parsed: ParsedMail
}

const action: TicketAction = 'mail_read_again'
const readingStages: readonly TrailEntry['stage'][] = ['parse', 'describe', 'classify', 'clean']

const readingFields = [
  ...(['subject', 'visibleText', 'quotedText', 'signatureText'] as const),
  ...(['html', 'sentAt', 'classification', 'certified', 'attachments'] as const),
] satisfies (keyof StoredReading)[]

/** Whether writing today's reading would take this difference away: a stage that reads, or a field that it fills. */
export const isOfReading = ({ where }: Difference): boolean =>
  [...readingStages, ...readingFields].some((one) => one === where)

/**
 * Replaces what a message shows by what today's code reads: its text and how it was split, its HTML, subject, date and
 * kind, and who carried it as certified mail. Files get the names they have today, and those that nobody found before
 * come to them; none goes away. Where the mail went and whom it was answered to stay: others have gone on from there.
 * Done twice it is done once.
 *
 * @throws AppError `storage_unavailable`
 */
export async function writeReading(
  scope: TenantScope,
  { rawMailId, messageId, reading, splitConfidence, trail, parsed }: NewReading,
  ports: { blobs: BlobStore },
): Promise<void> {
  const files = await keepAttachments(scope, parsed, ports)
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
    await writeFiles(db, messageId, files)
    await db.messageRendering.deleteMany({ where: { messageId } })
    await db.$executeRaw`UPDATE raw_mail SET trail = ${JSON.stringify(trail)}::jsonb WHERE id = ${rawMailId}::uuid`
    const { id: ticketId, number: ticketNumber } = message.ticket
    await db.auditEntry.create({
      data: { id: newId(), ticketId, actorKind: actor.kind, actorId: actor.id, action, at: now() },
    })
    await announce(db, [{ kind: 'ticket', ticketId, ticketNumber, change: 'changed' }])
  })
}

/**
 * Those found today first, in their order; what is found no more stays behind them. The same bytes are the same file,
 * the one of the same name where there are several.
 */
async function writeFiles(db: TenantDb, messageId: string, files: NewAttachment[]): Promise<void> {
  const kept = await db.attachment.findMany({
    where: { messageId },
    select: { id: true, sha256: true, fileName: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
  for (const [position, { sizeBytes, sha256, mayBeLogo: _, ...file }] of files.entries()) {
    const same = kept.filter((one) => one.sha256 === sha256)
    const at = kept.findIndex(
      (one) => one === (same.find(({ fileName }) => fileName === file.fileName) ?? same[0]),
    )
    const [known] = at < 0 ? [] : kept.splice(at, 1)
    if (known) await db.attachment.update({ where: { id: known.id }, data: { ...file, position } })
    else
      await db.attachment.create({ data: { id: newId(), messageId, sizeBytes, sha256, ...file, position } })
  }
  for (const [index, { id }] of kept.entries())
    await db.attachment.update({ where: { id }, data: { position: files.length + index } })
}

/** What today's reading found in the place of what that of then did; the other stages as they were. */
export function withReadingOf(stored: readonly TrailEntry[], today: readonly TrailEntry[]): TrailEntry[] {
  const isReading = ({ stage }: TrailEntry) => readingStages.includes(stage)
  return [...stored.filter((entry) => !isReading(entry)), ...today.filter(isReading)].sort(
    (a, b) => trailStages.indexOf(a.stage) - trailStages.indexOf(b.stage),
  )
}
