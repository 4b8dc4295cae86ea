import { notFound } from '@/lib/errors'
import type { ReadLetterFileInput } from './inputs'
import type { PostOfficePorts } from './types'

/** A file of one mail. @throws AppError `not_found` */
export async function readLetterFile(
  { mailId, index }: ReadLetterFileInput,
  { readMail, parse }: PostOfficePorts,
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const { bytes } = await readMail(mailId)
  const parsed = await parse(bytes)
  const file = parsed.kind === 'parsed' ? parsed.attachments.find((one) => one.index === index) : undefined
  if (!file) throw notFound('file')
  return { fileName: file.fileName, bytes: file.bytes }
}
