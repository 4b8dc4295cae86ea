import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'

/** A line of a batch. What else it carries is the asker's own business. */
const request = z.object({ id: z.union([z.string(), z.number()]), rawBase64: z.string() })

/**
 * Answers the lines of stdin one at a time and in order: `{id, rawBase64}` with `{id, out}` or `{id, error}`. A line
 * that cannot be answered is said so and costs nothing but itself.
 */
export async function answerLines(answer: (bytes: Uint8Array) => Promise<unknown>): Promise<void> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    if (line.trim() === '') continue
    const text = JSON.stringify(await answerLine(line, answer))
    if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain')
  }
}

async function answerLine(line: string, answer: (bytes: Uint8Array) => Promise<unknown>): Promise<unknown> {
  const asked = parseLine(line)
  if (!asked) return { id: null, error: 'the line is no {"id","rawBase64"}' }
  try {
    return { id: asked.id, out: await answer(Buffer.from(asked.rawBase64, 'base64')) }
  } catch (error) {
    process.stderr.write(`${asked.id}: ${error instanceof Error ? error.stack : String(error)}\n`)
    return { id: asked.id, error: error instanceof Error ? error.message : String(error) }
  }
}

function parseLine(line: string): z.infer<typeof request> | null {
  try {
    return request.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
