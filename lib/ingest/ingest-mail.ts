import { isInTenantTransaction, withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { classify } from '@/lib/mail/classify'
import { describeMail } from '@/lib/mail/describe'
import type { Unreadable } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { applyDecision } from './apply'
import { cleanText } from './clean'
import { contentKey } from './content-key'
import { decide } from './decide'
import { gather, type Installation } from './gather'
import { keepAttachments } from './keep-attachments'
import { matchTicket } from './match'
import type { IngestPorts } from './ports'
import { quarantineUnreadable } from './quarantine'
import { findTokens, type IngestSettings } from './settings'
import { makeTrail } from './trail'
import type { ClaimedMail, ReadMail } from './types'

const maxTries = 3

/**
 * One kept mail, from its bytes to a recorded outcome. Pure stages stand between one read and one write of the
 * database; when somebody changed a ticket in between, the mail is looked at anew.
 *
 * @throws AppError `storage_unavailable`, `database_unavailable`, `stale_version`: nothing was changed, try later
 */
export async function ingestMail(
  scope: TenantScope,
  raw: ClaimedMail,
  ports: IngestPorts,
  settings: IngestSettings,
  installation: Installation,
  at: Date,
): Promise<void> {
  const mail = await readMail(scope, raw, ports)
  if (mail.kind === 'unreadable') return quarantineUnreadable(scope, raw, mail)

  const { parsed } = mail
  const text = cleanText(parsed, mail.facts.subjectKind === 'forward')
  const tokens = findTokens(settings, scope.tenantId, mail.facts.tokenCandidates)
  const attachments = await keepAttachments(scope, parsed, ports)

  for (let attempt = 1; ; attempt++) {
    const context = await withTenant(scope, (db) => gather(db, mail, tokens, installation))
    const match = matchTicket(mail, context)
    const decision = decide(mail, context, match, at)
    const trail = makeTrail({ mail, context, match, decision, text })
    try {
      return await withTenant(scope, (db) =>
        applyDecision(db, { mail, text, attachments, context, decision, trail, settings, at }),
      )
    } catch (error) {
      if (!isAppError(error, 'stale_version') || attempt === maxTries) throw error
    }
  }
}

/** The bytes, up to 50 MB, live no longer than this. */
async function readMail(
  scope: TenantScope,
  raw: ClaimedMail,
  ports: IngestPorts,
): Promise<(ReadMail & { kind: 'read' }) | Unreadable> {
  if (isInTenantTransaction()) throw new Error('mail is read outside of transactions: DNS is asked here')
  const bytes = await ports.blobs.get(scope.tenantId, raw.sha256)
  const parsed = await ports.parser.parse(bytes)
  if (parsed.kind === 'unreadable') return parsed
  const facts = describeMail(parsed, { mailFrom: raw.envelopeFrom, rcptTo: raw.envelopeTo })
  const classification = classify(parsed)
  const authentication = await ports.authenticator.authenticate({
    bytes,
    clientIp: raw.clientIp,
    helo: raw.helo,
    envelopeFrom: raw.envelopeFrom,
    fromDomain: facts.from ? facts.from.address.slice(facts.from.address.lastIndexOf('@') + 1) : null,
  })
  return { kind: 'read', raw, parsed, facts, classification, authentication, contentKey: contentKey(parsed) }
}
