import type { TenantSql } from '@/lib/db/tenant-sql'
import type { LiveChange } from '@/lib/live/types'
import { recordReport } from '@/lib/outbound/record-report'
import { readBounce, readCertifiedReceipt, readComplaint, readReceipt } from '@/lib/outbound/report-rules'
import type { ReadMail } from './types'

/** A bounce, a complaint or a receipt is a fact about mails of ours: shown on them, never a message of its own. */
export async function writeReports(
  db: TenantSql,
  input: { mail: ReadMail; outboundMailIds: string[]; at: Date },
): Promise<{ ticketId: string | null; changes: LiveChange[] }> {
  const { mail, outboundMailIds, at } = input
  const { bounce, complaint, receipt, pec } = mail.classification
  const reported = await recordReport(db, { outboundMailIds, rawMailId: mail.raw.id, at }, (recipients) => {
    if (bounce) return readBounce(bounce, recipients)
    if (complaint) return readComplaint(complaint, recipients)
    if (pec) return readCertifiedReceipt(pec, recipients, at)
    return receipt ? readReceipt(receipt, recipients) : []
  })
  return {
    ticketId: reported[0]?.ticketId ?? null,
    changes: reported.map(({ ticketId, ticketNumber }) => ({
      kind: 'delivery',
      ticketId,
      ticketNumber,
      change: 'changed',
    })),
  }
}
