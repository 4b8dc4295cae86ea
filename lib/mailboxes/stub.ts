import type { FolderKey } from './ledger-store'
import type { LeasedMailbox, MailHead } from './types'

/** Why a mail stays where it is. */
export type NotFetched = 'too-large' | 'not-fetched'

/**
 * Stands in for a mail that is not fetched: who wrote, about what, and where it lies. An agent may let it through; then
 * this is what the ticket says.
 */
export function composeStub(
  mailbox: LeasedMailbox,
  key: FolderKey,
  head: MailHead,
  why: NotFetched,
): Uint8Array {
  const megabytes = Math.round(head.sizeBytes / (1024 * 1024))
  const what = {
    'too-large': `This mail has ${megabytes} MB and was not fetched.`,
    'not-fetched': `The mail server broke off each time this mail was asked for (number ${head.uid}).`,
  }[why]
  const lines = [
    ...(head.from ? [`From: ${nameOf(head.from)}<${head.from.address}>`] : []),
    `To: <${mailbox.address}>`,
    `Subject: ${head.subject.replace(/[\r\n]+/g, ' ')}`,
    ...(head.sentAt ? [`Date: ${head.sentAt.toUTCString()}`] : []),
    ...(head.messageId ? [`Message-ID: <${head.messageId}>`] : []),
    ...(head.parentIds.length > 0 ? [`References: ${head.parentIds.map((id) => `<${id}>`).join(' ')}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `${what} It lies in the mailbox ${mailbox.name}, folder ${key.folder}.`,
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

function nameOf({ name }: { name: string }): string {
  const plain = name.replace(/[\r\n"\\]/g, ' ').trim()
  return plain === '' ? '' : `"${plain}" `
}
