import { getEnv } from '@/lib/env'
import { threadKeys } from '@/lib/outbound/thread-keys'
import { readTokens, type ThreadKey } from '@/lib/outbound/thread-token'
import type { VerifiedToken } from './gather'

/** What the pipeline needs to know of this installation. */
export interface IngestSettings {
  inboundDomain: string
  mailHostname: string
  /** The first makes marks, all are read. */
  threadKeys: [ThreadKey, ...ThreadKey[]]
}

export function ingestSettings(): IngestSettings {
  const { INBOUND_DOMAIN, MAIL_HOSTNAME } = getEnv()
  return { inboundDomain: INBOUND_DOMAIN, mailHostname: MAIL_HOSTNAME, threadKeys: threadKeys() }
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
