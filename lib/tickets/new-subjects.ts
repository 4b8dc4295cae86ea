import { normaliseSubject } from '@/lib/mail/subject'
import { maySaySame, readSubjectWords, type SubjectWords, saysSomething } from '@/lib/mail/subject-words'
import type { MessageEntry } from './types'

/** What of a message tells whether it begins something else. */
export interface SubjectFacts {
  id: string
  kind: MessageEntry['messageKind']
  joinState: MessageEntry['joinState']
  classification: string
  subject: string
}

/**
 * The messages by which a person began something else: he answered an old mail and wrote another subject above it. What
 * we have answered since stays where it was answered: its answers lead there.
 *
 * @param messages oldest first
 * @returns by message id the new subject, without prefixes
 */
export function findNewSubjects(
  messages: readonly SubjectFacts[],
  ticketSubject: string,
): Map<string, string> {
  const found = new Map<string, string>()
  const known = new Map<string, SubjectWords>([[ticketSubject, readSubjectWords(ticketSubject)]])
  let isFirst = true
  for (const message of messages.filter(isSaid)) {
    if (message.kind === 'reply') found.clear()
    const words = known.get(message.subject) ?? readSubjectWords(message.subject)
    const isNew = ![...known.values()].some((earlier) => maySaySame(words, earlier))
    if (isNew && !isFirst && isOfPerson(message)) {
      found.set(message.id, normaliseSubject(message.subject).base)
    }
    if (saysSomething(words)) known.set(message.subject, words)
    isFirst = false
  }
  return found
}

/** Whether a later mail stands under a subject as well: one that says nothing of its own stands under none. */
export function isUnderSubject(subject: string): (mail: { subject: string }) => boolean {
  const words = readSubjectWords(subject)
  return (mail) => {
    const others = readSubjectWords(mail.subject)
    return saysSomething(words) && saysSomething(others) && maySaySame(words, others)
  }
}

/** Notes have no subject, and what nobody has let in belongs to no conversation. */
const isSaid = ({ kind, joinState }: SubjectFacts): boolean =>
  kind !== 'note' && (joinState === null || joinState === 'accepted')

/** A machine's subject is its own: "Out of office", "Accepted: …". */
const isOfPerson = ({ kind, classification }: SubjectFacts): boolean =>
  kind === 'inbound' && (classification === 'human' || classification === 'list')
