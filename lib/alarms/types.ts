/**
 * What an alarm is about. `silent`: a mailbox that usually gets mail got none. `backlog`: mail waits to be read.
 * `announced`: a provider announced mail and does not hand it over. `flood`: somebody sends more than is opened at once.
 */
export type AlarmKind = 'mailbox' | 'channel' | 'storage' | 'silent' | 'backlog' | 'announced' | 'flood'

/** Something that is broken at this moment, as the tables show it. */
export interface Break {
  kind: AlarmKind
  /** A mailbox, a channel, a customer, or the tenant itself. */
  subjectId: string
  /** What its people call it. */
  name: string
  /** Why, as a word: a mailbox's state, a channel's trouble. */
  word: string
  since: Date
}

/** A break that somebody is told of, until it is over. */
export interface OpenAlarm {
  id: string
  kind: AlarmKind
  subjectId: string
  word: string
}

/** An alarm whose mail is due: to tell of it, to remind, or to say that it is over. */
export interface DueNotice {
  id: string
  kind: AlarmKind
  name: string
  word: string
  since: Date
  clearedAt: Date | null
  /** Mails sent about it so far. */
  notices: number
}

/** What the pages show of an alarm. */
export interface AlarmDto {
  id: string
  kind: AlarmKind
  name: string
  word: string
  since: string
}
