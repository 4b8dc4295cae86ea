import { addressKey } from '@/lib/mail/address'
import { answerReason, bounceReason } from '@/lib/mail/bounce-reason/bounce-reason'
import type {
  BounceRecipient,
  BounceReport,
  ComplaintReport,
  PecReceipt,
  ReceiptReport,
} from '@/lib/mail/classification'
import { unreachable } from '@/lib/unreachable'
import type { CertifiedReceipt, RecipientRecord } from './types'
import { withReason } from './with-reason'

/** What a report says of one recipient of one of our mails. */
export interface ReportedRecipient {
  address: string
  /** `refused`: our own provider took nothing, so that the address is not to blame. */
  kind: 'bounced' | 'refused' | 'delayed' | 'complained' | 'viewed' | 'certified'
  status: string
  detail: string
  /** Why it did not arrive, in one word. */
  reason?: string
  /** The receipt of certified mail that said so. */
  certified?: CertifiedReceipt
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
    const kind = bounceKinds[reported.action]
    if (kind === undefined) return []
    const names = [reported.address, reported.alias].filter((name) => name != null)
    const named = recipients.find((one) => names.some((name) => isSame(one.address, name)))
    const meant = named ?? (recipients.length === 1 ? only : undefined)
    if (!meant) return []
    return [
      {
        address: meant.address,
        kind,
        status: reported.status ?? '',
        detail: reported.diagnostic.slice(0, 500),
        reason: bounceReason(reported),
      },
    ]
  })
}

/** A report that says no word of what it did, nor any code, would not be there for a mail that arrived. */
const bounceKinds: Partial<Record<BounceRecipient['action'], 'bounced' | 'delayed'>> = {
  failed: 'bounced',
  unknown: 'bounced',
  delayed: 'delayed',
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

/**
 * Who reported our mail as spam (RFC 5965). Providers take the address away, so that it may be the only recipient. "not
 * spam" (RFC 6430) and a failed check of our domain (RFC 6591) are no complaints of anybody.
 */
export function readComplaint(
  { feedbackType, originalRecipient }: ComplaintReport,
  recipients: readonly Pick<RecipientRecord, 'address'>[],
): ReportedRecipient[] {
  if (['not-spam', 'auth-failure', 'dmarc'].includes(feedbackType)) return []
  const named = recipients.find(
    ({ address }) => originalRecipient !== null && isSame(address, originalRecipient),
  )
  const meant = named ?? (recipients.length === 1 ? recipients[0] : undefined)
  return meant ? [{ address: meant.address, kind: 'complained', status: feedbackType, detail: '' }] : []
}

const certifiedKinds: Partial<Record<string, ReportedRecipient['kind']>> = {
  accettazione: 'certified',
  'presa-in-carico': 'certified',
  'avvenuta-consegna': 'certified',
  'preavviso-errore-consegna': 'delayed',
  'errore-consegna': 'bounced',
  'non-accettazione': 'refused',
  'rilevazione-virus': 'refused',
}

/**
 * A receipt of Italian certified mail. It speaks of the copy of one recipient, or of the whole mail; one that says that
 * a copy could not be delivered says it of nobody when it names nobody that we wrote to.
 */
export function readCertifiedReceipt(
  { type, recipient, detail, provider }: PecReceipt,
  recipients: readonly RecipientRecord[],
  at: Date,
): ReportedRecipient[] {
  const kind = certifiedKinds[type]
  if (kind === undefined) return []
  const named = recipients.filter((one) => recipient !== null && isSame(one.address, recipient))
  const isOfAll = recipients.length === 1 || wholeMail.includes(type)
  const meant = named.length > 0 ? named : isOfAll ? recipients : []
  const certified = { type, provider, at: at.toISOString() }
  return meant.map(({ address }) => ({ address, kind, status: type, detail, certified }))
}

/** What the provider that took a mail says of it by itself. */
export interface ProviderReport {
  kind: 'bounced' | 'refused' | 'delayed' | 'complained'
  /** Those it names: all of the mail's, where it does not tell them apart. */
  addresses: readonly string[]
  status: string
  detail: string
}

/**
 * Of whom a provider speaks: of those it names, and among these of whom its words name, if they do. Resend names all
 * recipients of a mail that came back from one: then each of them may not have it, and no address is to blame.
 */
export function readProviderReport(
  { kind, addresses, status, detail }: ProviderReport,
  recipients: readonly RecipientRecord[],
): ReportedRecipient[] {
  const named = recipients.filter((one) => addresses.some((address) => isSame(one.address, address)))
  const said = named.filter((one) => detail.toLowerCase().includes(addressKey(one.address)))
  const meant = recipients.length === 1 ? recipients : said.length > 0 ? said : named
  const isVague = kind === 'bounced' && meant.length > 1 && said.length === 0
  return meant.map(({ address }) => ({
    address,
    kind: isVague ? 'refused' : kind,
    status: status.slice(0, 100),
    detail: detail.slice(0, 500),
    reason: answerReason(detail),
  }))
}

const wholeMail = ['accettazione', 'non-accettazione']

/** The recipients after a report. Who saw a mail got it, whatever is reported later. */
export function withReport(
  recipients: readonly RecipientRecord[],
  reported: readonly ReportedRecipient[],
  at: Date,
): RecipientRecord[] {
  return recipients.map((recipient) => {
    const report = reported.find((one) => one.address === recipient.address)
    return report ? { ...withState(recipient, report, at), ...withCertified(recipient, report) } : recipient
  })
}

function withState(recipient: RecipientRecord, report: ReportedRecipient, at: Date): RecipientRecord {
  if (report.kind === 'complained')
    return { ...recipient, complainedAt: recipient.complainedAt ?? at.toISOString() }
  if (recipient.state === 'viewed') return recipient
  switch (report.kind) {
    case 'delayed':
    case 'certified':
      return recipient
    case 'viewed':
      return { ...recipient, state: 'viewed', detail: '', viewedAt: at.toISOString() }
    case 'bounced':
    case 'refused':
      return {
        ...recipient,
        state: report.kind,
        detail: report.detail || report.status,
        ...withReason(report.reason),
      }
    default:
      return unreachable(report.kind)
  }
}

/** Each kind of receipt once: the first that came. */
function withCertified(
  { certified = [] }: RecipientRecord,
  report: ReportedRecipient,
): Pick<RecipientRecord, 'certified'> {
  if (!report.certified || certified.some((one) => one.type === report.certified?.type)) return {}
  return { certified: [...certified, report.certified] }
}

const isSame = (left: string, right: string): boolean => addressKey(left) === addressKey(right)
