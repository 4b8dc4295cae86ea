import { addressKey } from '@/lib/mail/address'
import type { PreparedMail } from './read-mail'
import type { DecidedMail } from './types'

/**
 * Divides a list into those that share nothing with any before them, and the rest; both in their order. The first of
 * the list is always among the first.
 */
export function firstOfEach<Item>(items: Item[], namesOf: (item: Item) => string[]): [Item[], Item[]] {
  const seen = new Set<string>()
  const first: Item[] = []
  const rest: Item[] = []
  for (const item of items) {
    const names = namesOf(item)
    const isFree = !names.some((name) => seen.has(name))
    // What waits is waited for as well: a reply must not pass its parent.
    for (const name of names) seen.add(name)
    if (isFree) first.push(item)
    else rest.push(item)
  }
  return [first, rest]
}

/** By what a mail can be bound to another: its content, ids, tokens and sender. */
export function namesOf({ mail, tokens }: PreparedMail): string[] {
  const { messageIds, parentIds, from, behindList } = mail.facts
  return [
    `content ${mail.contentKey}`,
    ...[...messageIds, ...parentIds].map((id) => `id ${id}`),
    ...tokens.map(({ ticketId, ticketNumber }) => `token ${ticketId ?? ticketNumber}`),
    ...[from, behindList].flatMap((one) => (one ? [`sender ${addressKey(one.address)}`] : [])),
  ]
}

/** The tickets and the mails of ours that a decision changes or rests on. */
export function ticketsOf({ decision, context }: DecidedMail): string[] {
  switch (decision.kind) {
    case 'create':
    case 'append':
      return [...new Set(context.candidates.map(({ ticketId }) => `ticket ${ticketId}`))]
    case 'join-request':
    case 'agent-reply':
      return [`ticket ${decision.candidate.ticketId}`]
    case 'record-bounce':
    case 'record-complaint':
      return decision.outboundMailIds.map((id) => `mail ${id}`)
    case 'record-receipt':
      return [`mail ${decision.outboundMailId}`]
    default:
      return []
  }
}
