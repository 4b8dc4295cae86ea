import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** bin/chaos.mjs asks for the long form and reads what was counted from a file. */
export const isLongForm = process.env.POSTINO_CHAOS === 'long'

export const seedOr = (usual: number): number => Number(process.env.POSTINO_CHAOS_SEED ?? usual)

export async function reportCounts(name: string, counts: object): Promise<void> {
  if (!isLongForm) return
  const file = path.resolve(import.meta.dirname, `../../../../test-results/${name}.json`)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(counts))
}
