import type { MailboxStateWord, MailHead } from './types'

const dayMs = 24 * 3_600_000
const firstBackOffMs = 1_000
const maxBackOffMs = 5 * 60_000
/** Providers count logins: after a refusal, or when told to slow down, we are slower than after a broken line. */
const patientBackOffMs = 30_000

/** How long to wait after so many failures in a row: from one second to five minutes, never in step with others. */
export function backOffMs(state: MailboxStateWord, failures: number, random: () => number): number {
  const first = patientStates.has(state) ? patientBackOffMs : firstBackOffMs
  const full = Math.min(maxBackOffMs, first * 2 ** Math.min(failures, 20))
  return Math.round(full * (0.5 + random() / 2))
}

const patientStates = new Set<MailboxStateWord>([
  'throttled',
  'password-refused',
  'consent-revoked',
  'login-required',
  'login-unsupported',
  'not-connected',
  'moved',
  'storage-full',
  'misconfigured',
])

export interface FolderFacts {
  /** UIDNEXT when we first opened the folder under this numbering. */
  firstUidNext: number
  /** We knew its mails before: by other numbers, or at another host. */
  isKnownUnderOtherNumbers: boolean
}

/**
 * Is a mail from before the mailbox was connected? What lies there at the first look is, when the server got it
 * before. What comes later is new, unless it is more than a day older: then people moved old mail about, and it is no
 * clock that is wrong. Mail that was copied from another host has new dates of receipt: there its own date counts too.
 */
export function isBeforeCutOff(
  head: Pick<MailHead, 'uid' | 'internalDate' | 'sentAt'>,
  cutOffAt: Date,
  folder: FolderFacts,
): boolean {
  // Servers tell seconds.
  const cutOffMs = Math.floor(cutOffAt.getTime() / 1_000) * 1_000
  if (head.internalDate === null) return false
  const wasThere = head.uid < folder.firstUidNext
  const grace = wasThere ? 0 : dayMs
  if (head.internalDate.getTime() < cutOffMs - grace) return true
  return (
    wasThere &&
    folder.isKnownUnderOtherNumbers &&
    head.sentAt !== null &&
    head.sentAt.getTime() < cutOffMs - dayMs
  )
}

/** Numbers that are skipped over in such leaps were never given to mails. */
const maxMissed = 5_000

/** The numbers that were given out since the first look, as far back as is worth asking; null when there are none. */
export function missedRange(
  folder: Pick<FolderFacts, 'firstUidNext'>,
  uidNext: number,
): { from: number; to: number } | null {
  const to = uidNext - 1
  const from = Math.max(folder.firstUidNext, to - maxMissed + 1)
  return from <= to ? { from, to } : null
}

/** How many mails are asked for at once, after so many times that the server broke off at them together. */
export const batchSizeAfter = (faults: number): number => [200, 25, 3][faults] ?? 1

/** From here on a mail is asked for alone, and each fault is its own. */
export const suspectedAlone = 3
const mostAlone = 9

/** A line may break by chance: that counts a third of an answer that nobody can read. */
export const weightOfFault = (state: unknown): number => (state === 'protocol-broken' ? 3 : 1)

export const isGivenUpAfter = (faults: number): boolean => faults >= suspectedAlone + mostAlone

/** Between the tries after the second: a server that is ill for a while is no fault of a mail. */
export const pauseAfterFaultMs = 15 * 60_000

/** The day to ask a server about: SEARCH SINCE knows days only, in the server's own zone. */
export const searchDay = (cutOffAt: Date): Date => new Date(cutOffAt.getTime() - dayMs)

/** Pages show app passwords in four groups; the spaces are no part of them. */
export function tidyPassword(password: string): string {
  return /^\s*(?:[a-z]{4}[\s\u00a0]+){3}[a-z]{4}\s*$/i.test(password)
    ? password.replace(/[\s\u00a0]+/g, '')
    : password
}

/** A copy of a sent mail may come before the mail it answers was taken in: it gets this long to find its ticket. */
const sentPatienceMs = 10 * 60_000

export const mayStillFindTicket = (head: Pick<MailHead, 'internalDate' | 'parentIds'>, at: Date): boolean =>
  head.parentIds.length > 0 &&
  head.internalDate !== null &&
  at.getTime() - head.internalDate.getTime() < sentPatienceMs
