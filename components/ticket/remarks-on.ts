import type { MailFlag } from '@/lib/mail/types'
import type { MessageEntry } from '@/lib/tickets/types'

const calendarRemarks = [
  'calendar-request',
  'calendar-cancel',
  'calendar-counter',
  'calendar-accepted',
  'calendar-tentative',
  'calendar-declined',
] as const satisfies readonly MailFlag[]

export type MailRemark = 'encrypted' | 'no-sender' | 'several-senders' | (typeof calendarRemarks)[number]

/** What is said above a mail, by what its reader noted. */
export function remarksOn({
  messageKind,
  flags,
  author,
}: Pick<MessageEntry, 'messageKind' | 'flags' | 'author'>): MailRemark[] {
  if (messageKind !== 'inbound') return []
  const has = (flag: MailFlag): boolean => flags.includes(flag)
  return [
    ...(has('encrypted') ? ['encrypted' as const] : []),
    ...(author.address === '' && (has('from-rejected') || has('from-missing')) ? ['no-sender' as const] : []),
    ...(author.address !== '' && has('several-from') ? ['several-senders' as const] : []),
    ...calendarRemarks.filter(has),
  ]
}
