import { withTenantSql } from '@/lib/db/tenant-sql'
import type { TenantScope } from '@/lib/tenancy/scope'
import { applyDecisions } from './apply'
import { gatherWithAuthors } from './behind-own-group'
import { cleanInTicket } from './clean'
import { countConfirmation } from './confirmation-counts'
import { decide } from './decide'
import { firstOfEach, namesOf, ticketsOf } from './dependence'
import { type Installation, senderDomain } from './gather'
import { matchTicket } from './match'
import type { PreparedMail } from './read-mail'
import type { IngestSettings } from './settings'
import { makeTrail } from './trail'
import type { DecidedMail, IngestContext } from './types'

/**
 * Some mails of one tenant, from what was read of them (readMail) to recorded outcomes, all of them or none. Pure stages
 * stand between one read and one write of the database. What rests on another of these mails is not done: it has to be
 * looked at anew when that one has its outcome.
 *
 * @returns the mails that have to wait for others, in their order; never all of them
 * @throws AppError `stale_version` when somebody changed what a decision rests on, `database_unavailable`: nothing was
 *   changed
 */
export async function ingestMails(
  scope: TenantScope,
  mails: PreparedMail[],
  settings: IngestSettings,
  installation: Installation,
  at: Date,
): Promise<PreparedMail[]> {
  const [first, dependent] = firstOfEach(mails, namesOf)
  const looked = await withTenantSql(scope, (db) => gatherWithAuthors(db, first, installation))
  const decided = decideAll(looked.mails, looked.contexts, at)
  const [free, behind] = firstOfEach(decided, ticketsOf)
  await withTenantSql(scope, (db) => applyDecisions(scope, db, free, settings, at))
  for (const { decision, prepared } of free) {
    if (decision.kind === 'create' && decision.confirmation.send)
      countConfirmation(scope.tenantId, senderDomain(prepared.mail))
  }
  return [...behind.map(({ prepared }) => prepared), ...dependent]
}

function decideAll(mails: PreparedMail[], contexts: IngestContext[], at: Date): DecidedMail[] {
  const promised = new Map<string, number>()
  return mails.map((prepared, index) => {
    const { mail } = prepared
    const context = withPromised(contexts[index], mail, promised)
    const match = matchTicket(mail, context)
    const text = cleanInTicket(mail, prepared.text, match)
    const decision = decide(mail, context, match, at, text.forwarded)
    if (decision.kind === 'create' && decision.confirmation.send) {
      promised.set(senderDomain(mail), (promised.get(senderDomain(mail)) ?? 0) + 1)
    }
    const trail = makeTrail({ mail, context, match, decision, text })
    return { prepared: { ...prepared, text }, context, decision, trail }
  })
}

/** The limits of automatic answers count those that the mails before this one get. */
function withPromised(
  context: IngestContext | undefined,
  mail: PreparedMail['mail'],
  promised: Map<string, number>,
): IngestContext {
  if (!context) throw new Error('a mail without what was gathered for it')
  const { toDomain, byTenant, inTotal } = context.confirmations
  const sum = [...promised.values()].reduce((total, count) => total + count, 0)
  return {
    ...context,
    confirmations: {
      toDomain: toDomain + (promised.get(senderDomain(mail)) ?? 0),
      byTenant: byTenant + sum,
      inTotal: inTotal + sum,
    },
  }
}
