import { unreachable } from '@/lib/unreachable'
import type { AlarmKind, Break, OpenAlarm } from './types'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Troubles that may pass by themselves; all others wait for somebody of the tenant. */
const passingWords = new Set([
  'unreachable',
  'server-ill',
  'throttled',
  'protocol-broken',
  'server_unavailable',
])

/** Between two mails about the same break. */
export const remindAfterMs = 24 * hourMs

/**
 * How long a break may last before somebody is told: a refused password at once, a server that is away only when it
 * stays away. With the watch's own rhythm both are told within five minutes.
 */
export function patienceMs({ kind, word }: Pick<Break, 'kind' | 'word'>): number {
  switch (kind) {
    case 'mailbox':
    case 'channel':
      return passingWords.has(word) ? 4 * minuteMs : 20_000
    case 'flood':
      return 4 * minuteMs
    case 'storage':
    case 'silent':
    case 'backlog':
    case 'announced':
      return 0
    default:
      return unreachable(kind)
  }
}

export interface AlarmChanges {
  toOpen: Break[]
  /** Known already, for another reason by now: shown, and nobody is told again. */
  toRename: { id: string; word: string }[]
  toClose: OpenAlarm[]
}

/**
 * What changes between the alarms that are open and what is broken now. Only kinds that were looked at are closed. A
 * break is told once however often it is tried, and stays one alarm while its reason changes.
 */
export function decideAlarms(
  breaks: readonly Break[],
  open: readonly OpenAlarm[],
  kinds: readonly AlarmKind[],
  at: Date,
): AlarmChanges {
  const keyOf = ({ kind, subjectId }: Pick<Break, 'kind' | 'subjectId'>) => `${kind} ${subjectId}`
  const known = new Map(open.map((alarm) => [keyOf(alarm), alarm]))
  const broken = new Set(breaks.map(keyOf))
  return {
    toOpen: breaks.filter(
      (one) => !known.has(keyOf(one)) && at.getTime() - one.since.getTime() >= patienceMs(one),
    ),
    toRename: breaks.flatMap((one) => {
      const alarm = known.get(keyOf(one))
      return alarm && alarm.word !== one.word ? [{ id: alarm.id, word: one.word }] : []
    }),
    toClose: open.filter((alarm) => kinds.includes(alarm.kind) && !broken.has(keyOf(alarm))),
  }
}

/** How often mail comes to a mailbox, learnt from what came. */
export interface Rhythm {
  mails: number
  lastMailAt: Date | null
  longestGapMs: number
}

const mailsToKnowRhythm = 20
const shortestSilenceMs = 2 * hourMs
const silenceFactor = 2

/**
 * Is no mail for so long a sign that something broke on the way? Only where enough came to know: silence must be twice
 * the longest that there was (nights and weekends are in it), and two hours at least.
 */
export function isSilent({ mails, lastMailAt, longestGapMs }: Rhythm, at: Date): boolean {
  if (mails < mailsToKnowRhythm || lastMailAt === null) return false
  return at.getTime() - lastMailAt.getTime() > Math.max(shortestSilenceMs, silenceFactor * longestGapMs)
}

/** A rhythm with the mails that came since. A gap that was told as a silence is nothing usual: it is left out. */
export function learn(rhythm: Rhythm, arrivals: readonly Date[], wasSilent: boolean): Rhythm {
  let { lastMailAt, longestGapMs } = rhythm
  for (const [index, arrival] of arrivals.entries()) {
    const isUsual = !(index === 0 && wasSilent)
    if (lastMailAt && isUsual) longestGapMs = Math.max(longestGapMs, arrival.getTime() - lastMailAt.getTime())
    lastMailAt = arrival
  }
  return { mails: rhythm.mails + arrivals.length, lastMailAt, longestGapMs }
}
