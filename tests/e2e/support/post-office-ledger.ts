import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const entry = z.object({
  messageId: z.string(),
  boxes: z.array(z.object({ address: z.string(), direction: z.enum(['received', 'sent']) })),
})

/** The Message-IDs of what the outside world received from us, one for each time it did. */
export async function receivedMessageIds(postOfficeDir: string): Promise<string[]> {
  const entries = await readEntries(postOfficeDir)
  return entries
    .filter(({ boxes }) => boxes.some(({ direction }) => direction === 'received'))
    .map(({ messageId }) => messageId)
    .sort()
}

/** Whom the envelope of one mail of ours named, as the outside world's server took it. */
export async function envelopeOf(postOfficeDir: string, messageId: string): Promise<string[]> {
  const entries = await readEntries(postOfficeDir)
  return entries
    .filter((entry) => entry.messageId === messageId)
    .flatMap(({ boxes }) => boxes.filter((box) => box.direction === 'received').map((box) => box.address))
    .sort()
}

async function readEntries(postOfficeDir: string) {
  const folder = path.join(postOfficeDir, 'mails')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  return Promise.all(
    names.map(async (name) => entry.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')))),
  )
}
