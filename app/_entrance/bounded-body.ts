import { AppError } from '@/lib/errors'

/** The whole body, never more than `maxBytes` of it in memory. @throws AppError `too_large` */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new AppError('too_large', 'body too large', { details: { maxBytes } })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  const reader = request.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done || value === undefined) break
    sizeBytes += value.byteLength
    if (sizeBytes > maxBytes) {
      await reader?.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}
