import { type CalendarFlag, calendarFlags, type MailFlag } from '@/lib/mail/types'
import type { MessageEntry } from '@/lib/tickets/types'

export type MailRemark =
  | 'unread'
  | 'encrypted'
  | 'too-many-attachments'
  | 'no-sender'
  | 'several-senders'
  | 'sent-by'
  | 'message-id-reused'
  | CalendarFlag

/** What is said above a mail, by what its reader noted. */
export function remarksOn({
  messageKind,
  flags,
  author,
  sentBy,
}: Pick<MessageEntry, 'messageKind' | 'flags' | 'author' | 'sentBy'>): MailRemark[] {
  if (messageKind !== 'inbound') return []
  const has = (flag: MailFlag): boolean => flags.includes(flag)
  return [
    ...(has('unread') ? ['unread' as const] : []),
    ...(has('encrypted') ? ['encrypted' as const] : []),
    ...(has('too-many-attachments') ? ['too-many-attachments' as const] : []),
    ...(author.address === '' && (has('from-rejected') || has('from-missing')) ? ['no-sender' as const] : []),
    ...(author.address !== '' && has('several-from') ? ['several-senders' as const] : []),
    ...(sentBy === '' ? [] : ['sent-by' as const]),
    ...(flags.includes('message-id-reused') ? ['message-id-reused' as const] : []),
    ...calendarFlags.filter(has),
  ]
}
