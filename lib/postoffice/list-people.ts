import { readSender } from './read-sender'
import type { PostOfficePerson, PostOfficePorts } from './types'

/** Everybody of the outside world who has mail, the newest first. */
export async function listPeople({ listMailboxes }: PostOfficePorts): Promise<PostOfficePerson[]> {
  const boxes = await listMailboxes()
  return boxes.map(({ address, count, latest }) => ({
    address,
    name: nameOf(address, latest.fromText),
    count,
    latestSubject: latest.subject,
    latestAt: latest.receivedAt.toISOString(),
  }))
}

/** The name as written in the newest mail, when that is the person's own; else what the address suggests. */
function nameOf(address: string, fromText: string): string {
  const sender = readSender(fromText)
  if (sender.name !== '' && sender.address.toLowerCase() === address.toLowerCase()) return sender.name
  const words = (address.split('@')[0] ?? '').split(/[._-]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}
