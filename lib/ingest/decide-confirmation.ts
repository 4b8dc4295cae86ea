import { addressKey } from '@/lib/mail/address'
import {
  type ConfirmationDecision,
  confirmationLimits,
  decideConfirmation as decideByRules,
} from '@/lib/outbound/confirmation-rules'
import type { IngestContext, MailLoop, ReadMail } from './types'

/** Whether the sender of this mail, which makes a new ticket, is told that it arrived. */
export function decideConfirmation(mail: ReadMail, context: IngestContext, at: Date): ConfirmationDecision {
  const senderKey = mail.facts.from ? addressKey(mail.facts.from.address) : null
  return decideByRules(
    {
      isConfirmationOn: context.mailbox.isConfirmationOn,
      isNewTicket: true,
      mayAutoAnswer: mail.classification.mayAutoAnswer,
      authentication: mail.authentication.verdict,
      envelopeFrom: mail.raw.envelopeFrom,
      senderKey,
      isOwnOrBlocked: senderKey !== null && context.blockedAddressKeys.includes(senderKey),
      hasChannel: context.channel !== null,
      lastConfirmedAt: context.sender?.lastConfirmedAt ?? null,
      alikeLately: context.alikeLately,
      sentLastHour: context.confirmations,
    },
    confirmationLimits,
    at,
  )
}

/** The two ends of a loop that was seen because a confirmation was due; null when there is none. */
export function loopOf(
  confirmation: ConfirmationDecision,
  mail: ReadMail,
  context: IngestContext,
): MailLoop | null {
  if (confirmation.send || confirmation.reason !== 'loop' || !mail.facts.from) return null
  const ours = context.channel?.fromAddress || mail.raw.recipient
  return { ours, theirs: mail.facts.from.address, count: context.alikeLately + 1 }
}
