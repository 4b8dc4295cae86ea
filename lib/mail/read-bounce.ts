import type { BounceRecipient, BounceReport } from './classification'
import { readDeliveryReport, severityOf, wrappedReportPart } from './delivery-report'
import type { ProviderNotice } from './provider-notice'
import { chooseStatus, isVague } from './smtp-answer'
import { readTextBounce } from './text-bounce'
import { toDbLine } from './to-db-text'
import type { ParsedMail } from './types'

/**
 * What a mail system reports: its fields (RFC 3464) where there are any, filled up with its words. Many fields say
 * no more than "failed, 5.0.0", while the text above them has the answer of the server that refused.
 */
export function readBounce(
  mail: ParsedMail,
  text: string,
  notice: ProviderNotice | null = null,
): BounceReport {
  if (notice?.kind === 'bounce') {
    const severity = severityOf(notice.recipients)
    return {
      recipients: notice.recipients,
      reportingMta: null,
      originalMessageId: null,
      originalSubject: null,
      severity,
    }
  }
  const spoken = readTextBounce(mail, text)
  const fields = readDeliveryReport(mail)
  if (fields === null) {
    const isNamed = spoken.recipients.some(
      ({ address }) => address !== null && text.toLowerCase().includes(address.toLowerCase()),
    )
    const wrapped = isNamed ? null : wrappedReportPart(mail)
    return (wrapped === null ? null : readDeliveryReport(mail, wrapped)) ?? spoken
  }
  return {
    ...fields,
    recipients: fields.recipients.map((one) => filledUp(one, spoken.recipients)),
    originalMessageId: fields.originalMessageId ?? spoken.originalMessageId,
  }
}

function filledUp(recipient: BounceRecipient, spoken: readonly BounceRecipient[]): BounceRecipient {
  const key = (recipient.address ?? recipient.reported).toLowerCase()
  const same =
    spoken.find((one) => [one.reported, one.writtenTo].some((name) => name?.toLowerCase() === key)) ??
    (spoken.length === 1 ? spoken[0] : undefined)
  if (same === undefined) return recipient
  const command = recipient.command ?? same.command
  const known = {
    ...recipient,
    command,
    ...(same.writtenTo === undefined ? {} : { writtenTo: same.writtenTo }),
  }
  if (!isVague(recipient.diagnostic)) return known
  const diagnostic = toDbLine(`${recipient.diagnostic} ${same.diagnostic}`, { maxBytes: 2000 })
  return { ...known, diagnostic, status: chooseStatus(recipient.status, diagnostic) }
}
