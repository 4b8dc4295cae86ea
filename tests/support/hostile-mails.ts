import type { HostileMail } from './hostile-mail-builder'
import { addressMails } from './hostile-mails-addresses'
import { bodyMails } from './hostile-mails-bodies'
import { encodingMails } from './hostile-mails-encodings'
import { headerMails } from './hostile-mails-headers'
import { structureMails } from './hostile-mails-structure'

/** Mails that broke somebody's software, or would. Each is made anew from its name, the same bytes at every run. */
export const hostileMails: readonly HostileMail[] = [
  ...structureMails,
  ...headerMails,
  ...addressMails,
  ...encodingMails,
  ...bodyMails,
]
