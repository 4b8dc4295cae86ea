import type { Telling } from './tell-message'
import { customerOf } from './tell-tickets'
import type { DemoMessage } from './types'

/** The decision trail as the pipeline would have written it. */
export function trailOf(
  { number, position, tenant, ticket }: Telling,
  message: Extract<DemoMessage, { kind: 'in' }>,
  found: { messageId: string; recipient: string; sha256: string; sizeBytes: number },
) {
  const outcome = outcomeOf({ position }, message)
  const envelopeFrom = customerOf(tenant, message.by ?? ticket.from).address
  const match = position === 0 ? 'new' : message.asksToJoin ? 'join-request' : 'token'
  return [
    {
      stage: 'keep',
      code: 'kept',
      data: { recipient: found.recipient, envelopeFrom, sizeBytes: found.sizeBytes, sha256: found.sha256 },
    },
    {
      stage: 'parse',
      code: 'read',
      data: { parts: 1 + (message.files?.length ?? 0), attachments: message.files?.length ?? 0, flags: [] },
    },
    { stage: 'describe', code: 'ids', data: { messageId: found.messageId, parents: [] } },
    { stage: 'classify', code: 'human', data: { evidence: [], mayAutoAnswer: true } },
    { stage: 'authenticate', code: 'pass', data: { details: 'dkim=pass' } },
    { stage: 'match', code: match, data: position === 0 ? { considered: [] } : { ticket: number } },
    { stage: 'clean', code: 'whole', data: { confidence: 1, hasQuote: position > 0 } },
    { stage: 'decide', code: outcome, data: {} },
  ]
}

export function outcomeOf(
  { position }: { position: number },
  message: Extract<DemoMessage, { kind: 'in' }>,
): string {
  if (message.asksToJoin) return 'join-request'
  return position === 0 ? 'create' : 'append'
}
