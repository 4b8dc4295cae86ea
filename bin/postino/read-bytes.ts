import { readFile } from 'node:fs/promises'
import { UsageError } from './command'

/** The bytes of a file, or of stdin when none is named (`-` is stdin too). */
export async function readBytes(file: string | undefined): Promise<Uint8Array> {
  if (file !== undefined && file !== '-') {
    return readFile(file).catch((error: unknown) => {
      throw new UsageError(error instanceof Error ? error.message : String(error))
    })
  }
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
}
