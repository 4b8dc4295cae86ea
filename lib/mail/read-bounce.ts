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
  const [first] = fields.recipients
  // Fields without a name are about those whom the words name.
  const reported =
    first?.reported === '' && first.address === null
      ? spoken.recipients.map(({ address, reported }) => ({ ...first, address, reported }))
      : fields.recipients
  return {
    ...fields,
    recipients: reported.map((one) => filledUp(one, spoken.recipients)),
    originalMessageId: fields.originalMessageId ?? spoken.originalMessageId,
  }
}

function filledUp(recipient: BounceRecipient, spoken: readonly BounceRecipient[]): BounceRecipient {
  const key = (recipient.address ?? recipient.reported).toLowerCase()
  const same =
    spoken.find((one) => [one.reported, one.alias].some((name) => name?.toLowerCase() === key)) ??
    (spoken.length === 1 ? spoken[0] : undefined)
  if (same === undefined) return recipient
  const command = recipient.command ?? same.command
  const known = {
    ...recipient,
    command,
    ...(recipient.alias === undefined && same.alias !== undefined ? { alias: same.alias } : {}),
  }
  if (!isVague(recipient.diagnostic)) return known
  const diagnostic = toDbLine(`${recipient.diagnostic} ${same.diagnostic}`, { maxBytes: 2000 })
  return { ...known, diagnostic, status: chooseStatus(recipient.status, diagnostic) }
}
