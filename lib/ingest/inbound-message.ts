import { newId } from '@/lib/ids'
import { displaySender } from '@/lib/mail/display-name'
import { sentOnBehalf } from '@/lib/mail/sent-on-behalf'
import type { NewMessage } from '@/lib/tickets/insert-messages'
import { fromAgentFlag } from '@/lib/tickets/rules'
import type { CertifiedDto } from '@/lib/tickets/types'
import { ancestorsFlag } from './conversation'
import type { Applied, ReadMail } from './types'

/** The row of a mail that came in, with the ids that lead to its ticket from now on. */
export function inboundMessage(
  applied: Applied,
  ticketId: string,
  customerId: string | null,
  joinState: 'pending' | null,
): NewMessage {
  const { mail, text, attachments, context, decision } = applied
  const { parsed, facts } = mail
  const { from } = facts
  return {
    id: newId(),
    ticketId,
    kind: 'inbound',
    joinState,
    customerId,
    authorId: null,
    fromName: from ? displaySender(from).name : parsed.fromText,
    fromAddress: from?.address ?? '',
    to: [...facts.to],
    cc: [...facts.cc],
    replyTo: [...facts.replyTo],
    subject: facts.subject,
    visibleText: text.visible,
    quotedText: text.quoted,
    signatureText: text.signature,
    splitConfidence: text.confidence,
    html: parsed.html,
    messageIdHeader: facts.messageId,
    classification: mail.classification.kind,
    flags: [
      ...facts.flags,
      ...(facts.parentIds.length > 0 ? [ancestorsFlag] : []),
      ...(context.isMessageIdReused ? ['message-id-reused'] : []),
      ...(decision.kind === 'create' && decision.requester ? [fromAgentFlag] : []),
      ...spoofFlags(applied),
    ],
    authentication: mail.authentication.verdict,
    sentAt: facts.date,
    receivedAt: mail.raw.receivedAt,
    keys: keysOf(applied, joinState),
    certified: certifiedOf(mail),
    sentBy: sentOnBehalf(parsed)?.address ?? '',
    attachments,
  }
}

/** Who carried a mail that came by certified mail, and what can be said of him. */
export function certifiedOf({
  pecEnvelope,
  authentication,
}: Pick<ReadMail, 'pecEnvelope' | 'authentication'>): CertifiedDto | null {
  if (pecEnvelope === null) return null
  const { carrier, author, ...rest } = pecEnvelope
  return {
    ...rest,
    carrier: carrier?.address ?? '',
    author: author?.address ?? '',
    authentication: authentication.carrierVerdict ?? 'none',
  }
}

/** Ids that lead to this ticket from now on. A mail that only asks to join must not bring others along. */
function keysOf({ mail }: Applied, joinState: 'pending' | null): NewMessage['keys'] {
  const content = { kind: 'content' as const, key: mail.contentKey }
  if (joinState === 'pending') return [content]
  return [
    content,
    ...mail.facts.messageIds.map((key) => ({ kind: 'message_id' as const, key })),
    ...mail.facts.parentIds.map((key) => ({ kind: 'alias' as const, key })),
  ]
}

function spoofFlags({ mail }: Applied): string[] {
  if (!mail.facts.from) return []
  const shown = displaySender(mail.facts.from)
  return shown.hasForeignAddress || shown.hadHiddenCharacters ? ['sender-name-misleading'] : []
}
