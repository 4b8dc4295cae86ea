import type { MailFacts } from '@/lib/mail/types'
import { byTrust } from './match'
import type { TicketCandidate } from './types'

/** What a mail belongs to, by the ids that it and the mails before it name. */
export interface Threaded {
  /** The nearest ancestor that was seen itself. */
  threadParent: string | null
  /** The same for every mail of a conversation. */
  conversation: string
}

type Named = Pick<TicketCandidate, 'how' | 'distance' | 'number'>

/**
 * Conversations in memory, mail by mail, by the rules that find a ticket (gather, match): a mail's own ids lead to
 * it from then on, and so do the ids it names, so that its parent may come later. Who takes part is left out: this
 * says what belongs together, not who may join.
 */
export function createConversationIndex(): { add(facts: ConversationFacts): Threaded } {
  /** Ids of mails seen, and ids that mails seen have named. */
  const messageIds = new Map<string, number>()
  const aliases = new Map<string, number>()
  const names: string[] = []

  return {
    add(facts) {
      const candidates = candidatesOf(facts, messageIds, aliases)
      const number =
        candidates.sort(byTrust)[0]?.number ?? names.push(facts.messageIds[0] ?? unnamed(names)) - 1
      const threadParent = facts.parentIds.find((id) => messageIds.has(id)) ?? null
      for (const id of facts.messageIds) if (!messageIds.has(id)) messageIds.set(id, number)
      for (const id of facts.parentIds) if (!aliases.has(id)) aliases.set(id, number)
      return { threadParent, conversation: names[number] ?? '' }
    },
  }
}

export type ConversationFacts = Pick<MailFacts, 'messageIds' | 'parentIds'>

function candidatesOf(
  facts: ConversationFacts,
  messageIds: ReadonlyMap<string, number>,
  aliases: ReadonlyMap<string, number>,
): Named[] {
  const found: Named[] = []
  const note = (number: number | undefined, how: TicketCandidate['how'], distance: number) => {
    if (number !== undefined) found.push({ number, how, distance })
  }
  for (const [distance, id] of facts.parentIds.entries()) {
    note(messageIds.get(id), 'parent', distance)
    note(aliases.get(id), 'sibling', distance)
  }
  for (const id of facts.messageIds) note(aliases.get(id), 'child', 0)
  return found
}

const unnamed = (names: readonly string[]): string => `conversation-${names.length}`
