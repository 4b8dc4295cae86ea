import { AppError } from '@/lib/errors'

/**
 * The whole body, never more than `maxBytes` of it in memory. `onBytes` hears of every piece as it comes and may
 * throw; a body that is not whole after `timeoutMs` is given up.
 *
 * @throws AppError `too_large`, `timed_out`, or what `onBytes` throws
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  options: { timeoutMs?: number; onBytes?: (bytes: number) => void } = {},
): Promise<Uint8Array> {
  const tooLarge = () => new AppError('too_large', 'body too large', { details: { maxBytes } })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  const { timeoutMs, onBytes } = options
  let isLate = false
  const giveUp = () => {
    isLate = true
    // Ends the read that waits, as if the body were whole.
    void reader.cancel().catch(() => {})
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs)
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (isLate) throw new AppError('timed_out', 'the body did not come in time')
      if (done) break
      sizeBytes += value.byteLength
      if (sizeBytes > maxBytes) throw tooLarge()
      onBytes?.(value.byteLength)
      chunks.push(value)
    }
  } catch (error) {
    await reader.cancel().catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks)
}
