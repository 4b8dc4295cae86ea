import type { Namespace } from './messages'

/** What the inbox says in the browser: its page is opened most often. A test goes through what it draws. */
export const inboxNamespaces = [
  'alarms',
  'commands',
  'composer',
  'customer',
  'delivery',
  'event',
  'inbox',
  'keys',
  'message',
  'ticket',
  'trail',
] as const satisfies readonly Namespace[]
