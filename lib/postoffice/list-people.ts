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

/** A person's name is known from mail he wrote himself. */
function nameOf(address: string, fromText: string): string {
  const sender = readSender(fromText)
  return sender.address.toLowerCase() === address.toLowerCase() ? sender.name : ''
}
