import type { IngestContext, ReadMail, TicketCandidate } from '@/lib/ingest/types'
import type {
  BounceReport,
  Classification,
  MailKind,
  PecEnvelope,
  ReceiptReport,
} from '@/lib/mail/classification'
import type { MailFacts, ParsedMail } from '@/lib/mail/types'

/** A mail and its surroundings with nothing remarkable about them; a test names what is. */
export const sender = 'rosa@cliente.example'

export function mailOf(
  change: {
    from?: string | null
    kind?: MailKind
    mayAutoAnswer?: boolean
    messageIds?: string[]
    parentIds?: string[]
    /** Of the mail that a bounce or a receipt is about. */
    originalMessageId?: string | null
    to?: string[]
    envelopeFrom?: string
    verdict?: 'pass' | 'fail' | 'none'
    subjectKind?: MailFacts['subjectKind']
    pecEnvelope?: PecEnvelope
  } = {},
): ReadMail {
  const from = change.from === null ? null : { name: 'Rosa', address: change.from ?? sender }
  const facts = {
    from,
    messageIds: change.messageIds ?? ['m@cliente.example'],
    parentIds: change.parentIds ?? [],
    to: (change.to ?? ['support@business.example']).map((address) => ({ name: '', address })),
    cc: [],
    subjectKind: change.subjectKind ?? 'new',
    recipientKeys: change.to ?? ['support@business.example'],
  } satisfies Partial<MailFacts>
  const { originalMessageId = null } = change
  const classification = {
    kind: change.kind ?? 'human',
    evidence: [],
    mayAutoAnswer: change.mayAutoAnswer ?? true,
    bounce: change.kind === 'bounce' ? { ...bounce, originalMessageId } : null,
    receipt: change.kind === 'receipt' ? { ...receipt, originalMessageId } : null,
    complaint: null,
    pec: null,
  } satisfies Classification
  return {
    raw: { envelopeFrom: change.envelopeFrom ?? sender } as ReadMail['raw'],
    parsed: {} as ParsedMail,
    facts: facts as unknown as MailFacts,
    classification,
    authentication: { verdict: change.verdict ?? 'none', details: [] },
    pecEnvelope: change.pecEnvelope ?? null,
    contentKey: 'key',
  }
}

const bounce = {
  recipients: [],
  reportingMta: null,
  originalSubject: null,
  severity: 'hard',
} satisfies Partial<BounceReport>
const receipt = {
  finalRecipient: null,
  disposition: 'displayed',
  isAutomatic: false,
} satisfies Partial<ReceiptReport>

export function candidateOf(change: Partial<TicketCandidate> = {}): TicketCandidate {
  return {
    ticketId: change.ticketId ?? `ticket-${change.number ?? 7}`,
    number: 7,
    version: 1,
    phase: 'working',
    closedAt: null,
    reopenPolicy: 'reopen',
    reopenDays: 30,
    participantKeys: [sender],
    invitedKeys: [],
    isAnswered: false,
    isTouched: false,
    ties: [],
    continues: [],
    earlierTexts: [],
    how: 'parent',
    evidence: 'p@business.example',
    distance: 0,
    ...change,
  }
}

export function contextOf(change: Partial<IngestContext> = {}): IngestContext {
  return {
    tenant: {
      id: 'tenant',
      name: 'Business',
      locale: 'it',
      attachUnknownToHouse: false,
      houseOrganizationId: null,
    },
    mailbox: { id: 'mailbox', conversion: 'automatic', queueId: 'queue', isConfirmationOn: true },
    preset: { ticketTypeId: null, managerId: null },
    openingStateId: 'opening',
    channel: { id: 'channel', fromName: 'Business', fromAddress: 'support@business.example' },
    candidates: [],
    sender: null,
    originalSender: null,
    agentId: null,
    ownAddressKeys: [],
    blockedAddressKeys: [],
    sameContent: null,
    isMessageIdReused: false,
    namedOutbound: [],
    ticketsLately: { opened: 0, limit: 200, isBehindHeld: false },
    alikeLately: 0,
    confirmations: { toDomain: 0, byTenant: 0, inTotal: 0 },
    ...change,
  }
}
