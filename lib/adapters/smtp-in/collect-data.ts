import type { SMTPServerDataStream } from 'smtp-server'
import type { ByteBudget } from './client-limits'
import { SmtpReply } from './smtp-reply'

/** A client that sends this many times the allowed size is not told so at the end: there may be none. */
const FLOOD_FACTOR = 3

/**
 * Reads a message to its end within the bounds. What is refused is still read, without being kept: a client
 * listens only after its final dot (RFC 5321, 4.1.1.4).
 *
 * @returns the bytes, still counted in `budget`: the caller gives them back
 * @throws SmtpReply; Error when the client went away before the end
 */
export async function collectData(
  stream: SMTPServerDataStream,
  bounds: { maxBytes: number; budget: ByteBudget; onFlood: () => void },
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let heldBytes = 0
  let seenBytes = 0
  let refusal: SmtpReply | null = null

  const drop = (reason: SmtpReply | null): void => {
    refusal ??= reason
    chunks.length = 0
    bounds.budget.give(heldBytes)
    heldBytes = 0
  }

  try {
    for await (const part of stream) {
      const chunk: Buffer = part
      seenBytes += chunk.byteLength
      if (seenBytes > bounds.maxBytes) drop(new SmtpReply('tooLarge'))
      if (seenBytes > bounds.maxBytes * FLOOD_FACTOR) bounds.onFlood()
      if (refusal) continue
      if (!bounds.budget.take(chunk.byteLength)) {
        drop(new SmtpReply('receiverBusy'))
        continue
      }
      heldBytes += chunk.byteLength
      chunks.push(chunk)
    }
  } catch (error) {
    drop(null)
    throw error
  }
  if (refusal) throw refusal
  return Buffer.concat(chunks, heldBytes)
}
