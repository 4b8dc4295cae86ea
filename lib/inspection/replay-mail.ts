import type { BlobStore } from '@/lib/blobs/types'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { gatherOne } from '@/lib/ingest/behind-own-group'
import { cleanInTicket, cleanText } from '@/lib/ingest/clean'
import { decide } from '@/lib/ingest/decide'
import { certifiedOf } from '@/lib/ingest/inbound-message'
import { matchTicket } from '@/lib/ingest/match'
import type { AuthenticationResult, MailParserPort } from '@/lib/ingest/ports'
import { parseKept, readParsed } from '@/lib/ingest/read-mail'
import { findTokensIn, type IngestSettings } from '@/lib/ingest/settings'
import { isAcceptedIn, makeFailureTrail, makeTrail } from '@/lib/ingest/trail'
import type { ReadMail } from '@/lib/ingest/types'
import type { ParsedMail } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { TrailEntry } from '@/lib/tickets/types'
import {
  byTicketsOfToday,
  compareReadings,
  compareTrails,
  contextBefore,
  type Difference,
  readingOf,
  ticketNumbersIn,
} from './compare'
import {
  findStoredMail,
  findStoredReading,
  readTicketsOfToday,
  type StoredMail,
  type StoredReading,
} from './store'
import { isOfReading, type NewReading, withReadingOf } from './write-reading'

export interface ReplayedMail {
  rawMailId: string
  state: StoredMail['state']
  outcome: string | null
  reason: string | null
  /** What today's code would do. */
  today: string
  differences: Difference[]
  /** What `writeReading` takes; null for a mail that is no message or shows already what is read today. */
  newReading: NewReading | null
}

/**
 * Reads a kept mail again with today's code and says what would be different; nothing is written. Whom the sender's
 * domain vouched for is taken from the trail: DNS answers of then cannot be asked again.
 *
 * @throws AppError `not_found`, `storage_unavailable`
 */
export async function replayMail(
  scope: TenantScope,
  { rawMailId }: { rawMailId: string },
  ports: { blobs: BlobStore; parser: MailParserPort },
  settings: IngestSettings,
): Promise<ReplayedMail> {
  const stored = await withTenant(scope, (db) => findStoredMail(db, rawMailId))
  if (!stored) throw notFound('raw mail')
  const { state, outcome, reason } = stored
  const bytes = await ports.blobs.get(scope.tenantId, stored.sha256)
  const parsed = await parseKept(claimed(stored), bytes, ports.parser)
  const found =
    parsed.kind === 'unreadable'
      ? unreadableAgain(stored, `unreadable-${parsed.reason}`, parsed.detail)
      : await readAgain(scope, stored, parsed, settings)
  return { rawMailId, state, outcome, reason, ...found }
}

type Found = Pick<ReplayedMail, 'today' | 'differences' | 'newReading'>

function unreadableAgain(stored: StoredMail, code: string, detail: string): Found {
  const trail = makeFailureTrail(claimed(stored), 'parse', code, detail)
  return { today: 'quarantine', differences: compareTrails(stored.trail, trail), newReading: null }
}

async function readAgain(
  scope: TenantScope,
  stored: StoredMail,
  parsed: ParsedMail,
  settings: IngestSettings,
): Promise<Found> {
  const asRead: ReadMail = {
    raw: claimed(stored),
    parsed,
    ...readParsed(parsed, claimed(stored)),
    authentication: authenticationIn(stored.trail),
  }
  const { facts } = asRead
  const tokens = findTokensIn(settings, scope.tenantId, { parsed, facts })
  const { inboundDomain, ticketsPerSenderAndHour } = settings
  const installation = { inboundDomain, ticketsPerSenderAndHour, confirmationsLastHour: 0 }
  const { messageId } = stored
  const read = cleanText(parsed, facts.subjectKind === 'forward')
  // As it was looked at then: without what came to be known later.
  const known = stored.decidedAt === null ? {} : { knownBefore: stored.decidedAt }
  const { gathered, reading, ofToday } = await withTenant(scope, async (db) => ({
    gathered: await gatherOne(db, { mail: asRead, tokens, text: read, ...known }, installation),
    ofToday: await readTicketsOfToday(db, ticketNumbersIn(stored.trail), stored.ticketId),
    // A second delivery points at the first one's message: that was read from other bytes.
    reading: messageId && stored.outcome !== 'duplicate' ? await findStoredReading(db, messageId) : null,
  }))
  const { mail } = gathered.sought
  const context = contextBefore(gathered.context, stored)
  const match = matchTicket(mail, context)
  const text = cleanInTicket(mail, read, match)
  const decision = decide(mail, context, match, stored.receivedAt, text.forwarded)
  const trail = makeTrail({ mail, context, match, decision, text })
  const kind = reading?.isCalledHuman ? 'human' : mail.classification.kind
  const today = readingOf(parsed, mail.facts, text, kind, certifiedToday(mail, reading))
  const differences = [
    ...compareTrails(byTicketsOfToday(stored.trail, ofToday), byTicketsOfToday(trail, ofToday)),
    ...(reading ? compareReadings(reading, today) : []),
  ]
  return {
    today: decision.kind,
    differences,
    newReading:
      reading && messageId && differences.some(isOfReading)
        ? {
            rawMailId: stored.id,
            messageId,
            reading: today,
            splitConfidence: text.confidence,
            trail: withReadingOf(stored.trail, trail),
            parsed,
          }
        : null,
  }
}

/** Whether the carrier was who he says is taken from then: where nobody wrote it down, all that is left is a failure. */
function certifiedToday(
  { pecEnvelope, authentication }: ReadMail,
  reading: StoredReading | null,
): StoredReading['certified'] {
  const carrierVerdict =
    reading?.certified?.authentication ?? (authentication.verdict === 'fail' ? 'fail' : 'none')
  return certifiedOf({ pecEnvelope, authentication: { ...authentication, carrierVerdict } })
}

const claimed = (stored: StoredMail): ReadMail['raw'] => ({
  ...stored,
  ...{ claimToken: '', movedAt: null, trustedServer: null },
  isAccepted: isAcceptedIn(stored.trail),
})

function authenticationIn(trail: readonly TrailEntry[]): AuthenticationResult {
  const entry = trail.find(({ stage }) => stage === 'authenticate')
  const verdict = entry?.code === 'pass' || entry?.code === 'fail' ? entry.code : 'none'
  const details = entry?.data.details
  return { verdict, details: Array.isArray(details) ? details : [] }
}
