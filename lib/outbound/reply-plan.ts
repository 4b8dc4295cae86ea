import { addressKey, parseAddress } from '@/lib/mail/address'
import { normaliseSubject } from '@/lib/mail/subject'
import type { MailAddress } from '@/lib/mail/types'
import type { LeftOutDto, RecipientDto } from '@/lib/tickets/types'

export interface ReplyChannel {
  id: string
  name: string
  fromName: string
  fromAddress: string
}

/** What a ticket's reply may follow from. Addresses are as they were stored: checked again here. */
export interface ReplyFacts {
  ticketSubject: string
  requester: MailAddress | null
  /** The newest message of a person that is no open or refused request to join. */
  last: {
    from: MailAddress
    replyTo: readonly MailAddress[]
    to: readonly MailAddress[]
    cc: readonly MailAddress[]
    subject: string
    authentication: 'pass' | 'fail' | 'none'
    isFirstOfTicket: boolean
    /** It passes on the mail of somebody who became the requester: he is answered, not the forwarder. */
    forwardedFor: MailAddress | null
  } | null
  /** Keys of those who wrote here, were answered here, or stood in the first message. */
  knownKeys: readonly string[]
  /** Keys of the tenant's own addresses, creation addresses without their mark. */
  ownKeys: readonly string[]
  blockedKeys: readonly string[]
  channels: { queue: ReplyChannel | null; mailbox: ReplyChannel | null; standard: ReplyChannel | null }
}

export type ReplyPlan =
  | {
      ok: true
      channel: ReplyChannel
      to: RecipientDto[]
      cc: RecipientDto[]
      leftOut: LeftOutDto[]
      subject: string
    }
  | { ok: false; code: ReplyRefusal }

export type ReplyRefusal = 'ticket_has_no_recipient' | 'recipient_blocked' | 'no_outgoing_channel'

const maxCopies = 50

/**
 * Who gets a reply, and by which way out. Recipients come from the message being answered alone, each with its
 * reason. Someone whom a later mail brings in (Cc, or another Reply-To) gets nothing until the agent says so: the
 * sender of a mail is easily pretended, and whoever is copied reads on. Our own and blocked addresses never do.
 */
export function planReply(facts: ReplyFacts, approvedKeys: readonly string[] = []): ReplyPlan {
  const channel = facts.channels.queue ?? facts.channels.mailbox ?? facts.channels.standard
  const leftOut: LeftOutDto[] = []
  const isUsable = ({ name, address }: MailAddress, place: LeftOutDto['place']): boolean => {
    const reason = whyNever({ name, address }, facts)
    if (reason && parseAddress(address)) leftOut.push({ name, address, reason, place })
    return reason === null
  }
  const isWelcome = ({ name, address }: MailAddress, place: LeftOutDto['place']): boolean => {
    if (approvedKeys.includes(addressKey(address)) || isPartOf(facts, { name, address })) return true
    leftOut.push({ name, address, reason: 'not-yet-part', place })
    return false
  }

  const to = mainRecipients(facts, isUsable)
  if (to.length === 0) {
    const hadOne = leftOut.some(({ reason }) => reason !== 'not-yet-part')
    return { ok: false, code: hadOne ? 'recipient_blocked' : 'ticket_has_no_recipient' }
  }
  if (!channel) return { ok: false, code: 'no_outgoing_channel' }

  const toKeys = new Set(to.map((one) => addressKey(one.address)))
  const copies: RecipientDto[] = [
    ...(facts.last?.to ?? []).map((one): RecipientDto => ({ ...one, reason: 'to-of-last' })),
    ...(facts.last?.cc ?? []).map((one): RecipientDto => ({ ...one, reason: 'cc-of-last' })),
    ...(facts.last?.replyTo ?? []).map((one): RecipientDto => ({ ...one, reason: 'reply-to-of-last' })),
  ]
  const cc = unique(copies)
    .filter((one) => !toKeys.has(addressKey(one.address)))
    .filter((one) => isUsable(one, placeOf(one.reason)) && isWelcome(one, placeOf(one.reason)))
    .slice(0, maxCopies)
  return { ok: true, channel, to, cc, leftOut: unique(leftOut), subject: replySubject(facts) }
}

const placeOf = (reason: RecipientDto['reason']): LeftOutDto['place'] =>
  reason === 'cc-of-last' ? 'cc' : reason === 'reply-to-of-last' ? 'reply-to' : 'to'

/**
 * Whose mail was passed on to us; else Reply-To where it may be followed, else the sender, else (nobody wrote yet) the
 * requester. A new Reply-To that is
 * let in gets a copy: it does not take the answer away from the sender.
 */
function mainRecipients(
  facts: ReplyFacts,
  isUsable: (one: MailAddress, place: LeftOutDto['place']) => boolean,
): RecipientDto[] {
  const { last, requester } = facts
  if (!last) {
    return requester && isUsable(requester, 'from') ? [{ ...requester, reason: 'requester' }] : []
  }
  if (last.forwardedFor) {
    return isUsable(last.forwardedFor, 'from') ? [{ ...last.forwardedFor, reason: 'requester' }] : []
  }
  const fromKey = addressKey(last.from.address)
  const named = unique(last.replyTo)
    .filter((one) => isUsable(one, 'reply-to'))
    .filter((one) => addressKey(one.address) === fromKey || isPartOf(facts, one))
    .map(
      (one): RecipientDto => ({
        ...one,
        reason: addressKey(one.address) === fromKey ? 'sender-of-last' : 'reply-to-of-last',
      }),
    )
  if (named.length > 0) return named
  return isUsable(last.from, 'from') ? [{ ...last.from, reason: 'sender-of-last' }] : []
}

/** In a first mail there is nothing yet to be read by strangers; a forged one proves nobody's wish. */
function isPartOf({ last, knownKeys }: ReplyFacts, one: MailAddress): boolean {
  if (last?.isFirstOfTicket && last.authentication !== 'fail') return true
  return knownKeys.includes(addressKey(one.address))
}

function whyNever(one: MailAddress, facts: ReplyFacts): 'own-address' | 'blocked' | null {
  if (!parseAddress(one.address)) return 'blocked'
  const key = addressKey(one.address)
  if (isOwnKey(key, facts.ownKeys)) return 'own-address'
  return facts.blockedKeys.includes(key) ? 'blocked' : null
}

/** One of our addresses, with or without what we put behind a plus sign. */
export function isOwnKey(key: string, ownKeys: readonly string[]): boolean {
  return ownKeys.includes(key) || ownKeys.includes(key.replace(/\+[^@]*@/, '@'))
}

/** One prefix, whatever the language and number of those that came; the last mail's words, as the sender sees them. */
function replySubject({ last, ticketSubject }: ReplyFacts): string {
  const base = normaliseSubject(last?.subject ?? '').base || normaliseSubject(ticketSubject).base
  return base === '' ? 'Re:' : `Re: ${base}`
}

function unique<T extends MailAddress>(addresses: readonly T[]): T[] {
  const seen = new Set<string>()
  return addresses.filter(({ address }) => {
    const key = addressKey(address)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
