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

/** One mail as the outside world's server got it; empty when it never did. */
export async function rawMailOf(postOfficeDir: string, messageId: string): Promise<string> {
  const found = (await readEntries(postOfficeDir)).find((one) => one.messageId === messageId)
  return found ? readFile(found.file.replace(/\.json$/, '.eml'), 'utf8') : ''
}

async function readEntries(postOfficeDir: string) {
  const folder = path.join(postOfficeDir, 'mails')
  const files = (await readdir(folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(folder, name))
  return Promise.all(
    files.map(async (file) => ({ ...entry.parse(JSON.parse(await readFile(file, 'utf8'))), file })),
  )
}
