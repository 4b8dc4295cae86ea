import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What a long proof counted, for `npm run chaos <name>` to print. */
export async function writeCounts(name: string, counts: object): Promise<void> {
  const file = path.resolve(import.meta.dirname, `../../test-results/${name}.json`)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(counts))
}
