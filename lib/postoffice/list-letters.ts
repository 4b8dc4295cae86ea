import type { ListLettersInput } from './inputs'
import { readSender } from './read-sender'
import type { PostOfficeItem, PostOfficePorts } from './types'

/** What one person got and sent, newest first; the first page of it, which is what a demo has. */
export async function listLetters(
  { address }: ListLettersInput,
  { listMails }: PostOfficePorts,
): Promise<PostOfficeItem[]> {
  const { mails } = await listMails(address)
  return mails.map((mail) => {
    const box = mail.boxes.find((one) => one.address.toLowerCase() === address.toLowerCase())
    const direction = box?.direction ?? 'received'
    const other =
      direction === 'sent' ? { name: '', address: mail.envelopeTo[0] ?? '' } : readSender(mail.fromText)
    return {
      id: mail.id,
      direction,
      ...other,
      subject: mail.subject,
      at: mail.receivedAt.toISOString(),
    }
  })
}
