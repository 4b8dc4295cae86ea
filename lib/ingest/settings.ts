import { getEnv } from '@/lib/env'
import { markedAddresses } from '@/lib/mail/marked-addresses'
import type { MailFacts, ParsedMail } from '@/lib/mail/types'
import { threadKeys } from '@/lib/outbound/thread-keys'
import { readTokens, type ThreadKey } from '@/lib/outbound/thread-token'
import type { VerifiedToken } from './gather'

/** What the pipeline needs to know of this installation. */
export interface IngestSettings {
  inboundDomain: string
  mailHostname: string
  ticketsPerSenderAndHour: number
  /** The first makes marks, all are read. */
  threadKeys: [ThreadKey, ...ThreadKey[]]
}

export function ingestSettings(): IngestSettings {
  const { INBOUND_DOMAIN, MAIL_HOSTNAME, TICKETS_PER_SENDER_AND_HOUR } = getEnv()
  return {
    inboundDomain: INBOUND_DOMAIN,
    mailHostname: MAIL_HOSTNAME,
    ticketsPerSenderAndHour: TICKETS_PER_SENDER_AND_HOUR,
    threadKeys: threadKeys(),
  }
}

/**
 * The marks that a mail carries: in its ids and addresses, and only where these have none, in its text. Anybody's text
 * may repeat another ticket's, so that such a mark yields to an ancestor that is known (see `readCandidates`).
 */
export function findTokensIn(
  settings: IngestSettings,
  tenantId: string,
  { parsed, facts }: { parsed: ParsedMail; facts: MailFacts },
): VerifiedToken[] {
  const tokens = findTokens(settings, tenantId, facts.tokenCandidates)
  if (tokens.length > 0) return tokens
  return findTokens(settings, tenantId, markedAddresses(parsed)).map((one) => ({ ...one, isInText: true }))
}

/** Marks of ours among ids and addresses of a mail, verified for this tenant. */
export function findTokens(
  settings: IngestSettings,
  tenantId: string,
  candidates: readonly string[],
): VerifiedToken[] {
  return readTokens(settings.threadKeys, tenantId, candidates).map((token) => ({
    ticketId: token.ticketId,
    ticketNumber: token.ticketNumber,
    evidence: token.candidate,
  }))
}
