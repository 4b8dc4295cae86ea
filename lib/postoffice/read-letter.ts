import { cleanHtml } from '@/lib/mail/clean-html'
import type { ReadLetterInput } from './inputs'
import { readSender } from './read-sender'
import type { PostOfficeLetter, PostOfficePorts } from './types'

/** One mail as its reader sees it. @throws AppError `not_found` */
export async function readLetter(
  { mailId }: ReadLetterInput,
  { readMail, parse }: PostOfficePorts,
): Promise<PostOfficeLetter> {
  const mail = await readMail(mailId)
  const parsed = await parse(mail.bytes)
  const shared = { id: mail.id, at: mail.receivedAt.toISOString(), subject: mail.subject }
  if (parsed.kind === 'unreadable') {
    return { ...shared, from: readSender(mail.fromText), to: [], text: '', html: null, files: [] }
  }
  return {
    ...shared,
    from: parsed.from ?? readSender(mail.fromText),
    to: [...parsed.to, ...parsed.cc],
    text: parsed.text,
    html: parsed.html === null ? null : cleanHtml(parsed.html, { cidUrl: () => null }).html,
    files: parsed.attachments.map(({ index, fileName, contentType, sizeBytes }) => ({
      index,
      fileName,
      contentType,
      sizeBytes,
    })),
  }
}
