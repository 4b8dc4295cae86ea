import { isDeepStrictEqual } from 'node:util'
import type { CleanText } from '@/lib/ingest/clean'
import type { IngestContext } from '@/lib/ingest/types'
import type { MailFacts, ParsedMail } from '@/lib/mail/types'
import type { TrailEntry } from '@/lib/tickets/types'
import type { FoundFile, StoredMail, StoredReading } from './store'

/** One thing that is different today: a stage's answer, or a field of the message. */
export interface Difference {
  where: string
  stored: string
  today: string
}

/**
 * What of each stage is compared: what was considered, related or confirmed changes with every mail that comes after,
 * and says nothing about this one.
 */
const comparedData: Partial<Record<TrailEntry['stage'], readonly string[]>> = {
  parse: ['parts', 'attachments', 'flags', 'detail'],
  describe: ['messageId', 'parents'],
  classify: ['evidence', 'mayAutoAnswer'],
  match: ['ticket'],
  clean: ['confidence', 'hasQuote'],
  forward: ['from', 'subject', 'confidence'],
  decide: ['ticket', 'reason'],
}

/** The stages that answer otherwise today. */
export function compareTrails(stored: readonly TrailEntry[], today: readonly TrailEntry[]): Difference[] {
  return Object.entries(comparedData).flatMap(([stage, names]) => {
    const [before, after] = [stored, today].map((entries) =>
      describeEntry(
        entries.find((entry) => entry.stage === stage),
        names,
      ),
    )
    return before === after ? [] : [{ where: stage, stored: before ?? '', today: after ?? '' }]
  })
}

/** The tickets that a trail says the mail went to. */
export const ticketNumbersIn = (trail: readonly TrailEntry[]): number[] =>
  trail.flatMap(({ data }) => (typeof data.ticket === 'number' ? [data.ticket] : []))

/**
 * A trail by the tickets of today: one that became part of another since is that one, and so is one that the mail left. By
 * which of its mails a ticket was found is then nothing to compare.
 */
export const byTicketsOfToday = (
  trail: readonly TrailEntry[],
  ofToday: ReadonlyMap<number, number>,
): TrailEntry[] => {
  const changed = new Set(ofToday.values())
  return trail.map((entry) => {
    const { ticket } = entry.data
    if (typeof ticket !== 'number') return entry
    const today = ofToday.get(ticket) ?? ticket
    const isWay = entry.stage === 'match' && entry.code !== 'join-request'
    const code = isWay && changed.has(today) ? 'ticket' : entry.code
    return { ...entry, code, data: { ...entry.data, ticket: today } }
  })
}

function describeEntry(entry: TrailEntry | undefined, names: readonly string[]): string {
  if (!entry) return '(nothing)'
  const data = names.flatMap((name) =>
    name in entry.data ? [`${name}=${JSON.stringify(entry.data[name])}`] : [],
  )
  return [entry.code, ...data].join(' ')
}

/** The fields of a message that would be others today. */
export function compareReadings(stored: StoredReading, today: StoredReading): Difference[] {
  const names = Object.keys(today) as (keyof StoredReading)[]
  const [seen, unseen] = filesSeen(stored.attachments, today.attachments)
  const shown = { ...stored, attachments: seen }
  return [
    ...names.flatMap((name) => {
      if (isDeepStrictEqual(shown[name], today[name])) return []
      return [{ where: name, stored: printed(shown, name), today: printed(today, name) }]
    }),
    ...(unseen.length === 0
      ? []
      : [{ where: 'files', stored: JSON.stringify(unseen.map(fileLine)), today: '[]' }]),
  ]
}

/** Of the files that are kept those that are found today, and those that are not: they stay all the same. */
function filesSeen(kept: FoundFile[], today: FoundFile[]): [FoundFile[], FoundFile[]] {
  const left = today.map(({ sha256 }) => sha256)
  const isSeen = kept.map(({ sha256 }) => {
    const at = left.indexOf(sha256)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return [kept.filter((_, index) => isSeen[index]), kept.filter((_, index) => !isSeen[index])]
}

const printed = (reading: StoredReading, name: keyof StoredReading): string =>
  JSON.stringify(name === 'attachments' ? reading.attachments.map(fileLine) : reading[name])

const fileLine = ({ fileName, sha256 }: FoundFile): string => `${fileName} ${sha256.slice(0, 12)}`

/** What today's code reads in a mail, in the form of what was stored. */
export const readingOf = (
  parsed: ParsedMail,
  facts: MailFacts,
  text: CleanText,
  classification: string,
  certified: StoredReading['certified'],
): StoredReading => ({
  subject: facts.subject,
  fromAddress: facts.from?.address ?? '',
  visibleText: text.visible,
  quotedText: text.quoted,
  signatureText: text.signature,
  html: parsed.html,
  classification,
  sentAt: facts.date,
  certified,
  attachments: parsed.attachments
    .filter(({ kind }) => kind !== 'resource-fork')
    .map(({ fileName, sha256 }) => ({ fileName, sha256 })),
})

/**
 * The surroundings as the mail found them, as far as they can be told: without itself, without the ticket it made, and
 * with tickets open that were closed only afterwards.
 */
export function contextBefore(context: IngestContext, stored: StoredMail): IngestContext {
  const isSelf = stored.outcome !== 'duplicate' && context.sameContent?.messageId === stored.messageId
  return {
    ...context,
    sameContent: isSelf ? null : context.sameContent,
    candidates: context.candidates
      .filter(({ ticketId }) => stored.outcome !== 'create' || ticketId !== stored.ticketId)
      .map((candidate) =>
        candidate.closedAt !== null && candidate.closedAt > stored.receivedAt
          ? { ...candidate, phase: 'working' as const, closedAt: null }
          : candidate,
      ),
  }
}
