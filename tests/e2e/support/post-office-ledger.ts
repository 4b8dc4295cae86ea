import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const entry = z.object({
  messageId: z.string(),
  boxes: z.array(z.object({ address: z.string(), direction: z.enum(['received', 'sent']) })),
})

/** The Message-IDs of what the outside world received from us, one for each time it did. */
export async function receivedMessageIds(postOfficeDir: string): Promise<string[]> {
  const folder = path.join(postOfficeDir, 'mails')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const entries = await Promise.all(
    names.map(async (name) => entry.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')))),
  )
  return entries
    .filter(({ boxes }) => boxes.some(({ direction }) => direction === 'received'))
    .map(({ messageId }) => messageId)
    .sort()
}
