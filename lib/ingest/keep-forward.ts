import type { TenantSql } from '@/lib/db/tenant-sql'
import { displaySender } from '@/lib/mail/display-name'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import type { ParsedMail } from '@/lib/mail/types'
import { insertForwarded } from '@/lib/tickets/forwarded-store'
import type { CleanText } from './clean'
import { isForwardShown } from './decide-requester'
import type { ReadMail } from './types'

const maxBody = 100_000

/** What a mail says of the mail that it passes on, beside its message. Nothing for a mail that passes on none. */
export async function keepForward(
  db: TenantSql,
  { mail, text: { forwarded } }: { mail: ReadMail; text: CleanText },
  messageId: string,
  requesterSince: Date | null,
): Promise<void> {
  if (forwarded === null || !isForwardShown(mail, forwarded)) return
  const { from } = forwarded
  await insertForwarded(db, {
    messageId,
    how: forwarded.how,
    fromName: from ? displaySender(from).name : forwarded.fromText.slice(0, 200),
    fromAddress: from?.address ?? '',
    subject: forwarded.subject,
    sentAt: forwarded.date,
    dateText: forwarded.dateText.slice(0, 200),
    confidence: forwarded.confidence,
    evidence: forwarded.evidence.slice(0, 10).map((one) => `${one.where}: ${one.value}`),
    files: filesOf(mail.parsed, forwarded),
    body: forwarded.body.slice(0, maxBody),
    requesterSince,
  })
}

/** The files of the original: those in the attached message, or with an inline one all that came along. */
function filesOf({ attachments }: Pick<ParsedMail, 'attachments'>, { how }: ForwardedMail): string[] {
  const whole = attachments.find((one) => one.message !== undefined && !one.path.includes('/'))
  const files = attachments.filter(
    (one) => one.kind !== 'inline' && (how === 'inline' || (whole && one.path.startsWith(`${whole.path}/`))),
  )
  return files.map((one) => one.fileName).slice(0, 100)
}
