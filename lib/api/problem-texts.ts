import type { ErrorCode } from '@/lib/errors'

/** Refusals that every operation can answer. */
export const usualRefusals = ['invalid_input', 'unauthenticated', 'forbidden', 'rate_limited'] as const

/** Refusals of operations that take a body. */
export const bodyRefusals = ['idempotency_conflict', 'unsupported_media_type', 'too_large'] as const

/** What programs and those who write them read: short, in one language, and the same for every case of a code. */
export const problemTexts: Partial<Record<ErrorCode, { title: string; detail: string }>> = {
  invalid_input: {
    title: 'Invalid request',
    detail: 'Something in this request is not as described; `fields` says what.',
  },
  unauthenticated: {
    title: 'No usable key',
    detail: 'Send a key that is neither revoked nor over as “Authorization: Bearer po_…”.',
  },
  forbidden: { title: 'Scope missing', detail: 'This key does not have the scope that this request needs.' },
  not_found: {
    title: 'Not found',
    detail: 'Something that this request names does not exist, or is not yours.',
  },
  conflict: {
    title: 'Conflict',
    detail: 'This cannot be done as things stand now. Read again, then decide.',
  },
  stale_version: { title: 'Changed meanwhile', detail: 'It was changed since you read it. Read it again.' },
  idempotency_conflict: {
    title: 'Idempotency key in use',
    detail: 'This Idempotency-Key stands for another request, or for one that still runs.',
  },
  rate_limited: { title: 'Too many requests', detail: 'Wait as long as Retry-After says.' },
  too_large: { title: 'Too large', detail: 'The body is larger than this request may be.' },
  unsupported_media_type: { title: 'Unsupported media type', detail: 'Send the body as application/json.' },
  ticket_has_no_recipient: {
    title: 'No recipient',
    detail: 'Nobody in this ticket has an address that a reply could go to.',
  },
  recipient_blocked: {
    title: 'Recipient blocked',
    detail: 'The address that the reply would go to is blocked or is one of your own.',
  },
  no_outgoing_channel: {
    title: 'No way out',
    detail: 'No outgoing mail is set up for this ticket’s mailbox.',
  },
}
