import { addressKey } from '@/lib/mail/address'
import type { BounceReport, ReceiptReport } from '@/lib/mail/types'
import type { RecipientRecord } from './types'

/** What a report says of one recipient of one of our mails. */
export interface ReportedRecipient {
  address: string
  kind: 'bounced' | 'delayed' | 'viewed'
  status: string
  detail: string
}

/**
 * Which recipients of our mail a bounce speaks of. A report without a usable address speaks of the only recipient,
 * if there is one; a server that forwarded the mail names an address we never wrote to, and then too, or the one
 * that it expanded.
 */
export function readBounce(
  report: BounceReport,
  recipients: readonly RecipientRecord[],
): ReportedRecipient[] {
  const [only] = recipients
  return report.recipients.flatMap((reported): ReportedRecipient[] => {
    const kind = reported.action === 'failed' ? 'bounced' : reported.action === 'delayed' ? 'delayed' : null
    if (kind === null) return []
    const names = [reported.address, reported.writtenTo].filter((name) => name != null)
    const named = recipients.find((one) => names.some((name) => isSame(one.address, name)))
    const meant = named ?? (recipients.length === 1 ? only : undefined)
    if (!meant) return []
    return [
      {
        address: meant.address,
        kind,
        status: reported.status ?? '',
        detail: reported.diagnostic.slice(0, 500),
      },
    ]
  })
}

/** A read receipt (RFC 8098): only "displayed" by a person says that somebody saw the mail. */
export function readReceipt(
  report: ReceiptReport,
  recipients: readonly RecipientRecord[],
): ReportedRecipient[] {
  if (report.disposition !== 'displayed') return []
  const { finalRecipient } = report
  const named = recipients.find((one) => finalRecipient !== null && isSame(one.address, finalRecipient))
  const meant = named ?? (recipients.length === 1 ? recipients[0] : undefined)
  return meant ? [{ address: meant.address, kind: 'viewed', status: '', detail: '' }] : []
}

/** The recipients after a report. Who saw a mail got it, whatever is reported later. */
export function withReport(
  recipients: readonly RecipientRecord[],
  reported: readonly ReportedRecipient[],
  at: Date,
): RecipientRecord[] {
  return recipients.map((recipient) => {
    const report = reported.find((one) => one.address === recipient.address && one.kind !== 'delayed')
    if (!report || recipient.state === 'viewed') return recipient
    if (report.kind === 'viewed')
      return { ...recipient, state: 'viewed', detail: '', viewedAt: at.toISOString() }
    return { ...recipient, state: 'bounced', detail: report.detail || report.status }
  })
}

const isSame = (left: string, right: string): boolean => addressKey(left) === addressKey(right)
