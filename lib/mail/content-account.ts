import { createHash } from 'node:crypto'
import { fallbackName, listedType, ownBytes } from './attachment-parts'
import { safeFileName } from './file-name'
import type { RawPart } from './raw-part'
import { toDbLine } from './to-db-text'
import type { MailAttachment, MailFlag, MailPart, ParseLimits } from './types'

/** What is known and found while the tree of a mail is walked. */
export type ContentContext = {
  readonly limits: ParseLimits
  readonly split: (bytes: Uint8Array) => RawPart
  readonly attachments: Omit<MailAttachment, 'index'>[]
  readonly parts: MailPart[]
  readonly flags: Set<MailFlag>
  readonly depth: number
  /** In a mail that is attached: its text is not this mail's. */
  readonly isAttached: boolean
  readonly prefix: string
  readonly isInReport: boolean
  readonly hasBody: { value: boolean }
  /** What a text of the mail is declared to be written in, for those that say nothing. */
  readonly charset: string | null
}

/** Every leaf leaves a line: shown as text, listed as a file, or named with the reason why it is neither. */
export function account(
  part: RawPart,
  contentType: string,
  sizeBytes: number,
  outcome: MailPart['outcome'],
  reason: string,
  context: ContentContext,
): void {
  const isInsideMessage = context.isAttached && outcome === 'shown'
  context.parts.push({
    path: context.prefix + part.path,
    contentType: toDbLine(contentType, { maxBytes: 200 }),
    sizeBytes,
    outcome: isInsideMessage ? 'named' : outcome,
    reason: isInsideMessage ? 'text of an attached message' : reason,
  })
}

/** What was read, and is not shown after all: the leaves from one place of the account to another. */
export function withdraw(
  from: number | undefined,
  to: number | undefined,
  reason: string,
  { parts }: ContentContext,
): void {
  for (let at = from ?? parts.length; at < (to ?? parts.length); at++) {
    const part = parts[at]
    if (part?.outcome === 'shown') parts[at] = { ...part, outcome: 'named', reason }
  }
}

export const tooMany = 'over the number of attachments'

/** Puts a file on the list, with what is the same for all of them. */
export function attach(
  file: Pick<
    MailAttachment,
    'fileName' | 'contentType' | 'disposition' | 'contentId' | 'bytes' | 'kind' | 'path'
  > & {
    name: string | null
  },
  { attachments }: ContentContext,
): void {
  const { name, contentType, bytes, ...rest } = file
  attachments.push({
    ...rest,
    declaredName: name === null ? null : toDbLine(name, { maxBytes: 1000 }),
    contentType: toDbLine(listedType(contentType, name), { maxBytes: 200 }),
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: ownBytes(bytes),
  })
}

/** A file that stands in no part of its own. */
export function addFile(
  file: {
    name: string | null
    contentType: string
    bytes: Uint8Array
    path: string
    kind?: MailAttachment['kind']
  },
  context: ContentContext,
): void {
  const { path, bytes, kind = 'file' } = file
  const contentType = toDbLine(file.contentType, { maxBytes: 200 })
  const told = { path, contentType, sizeBytes: bytes.length }
  if (context.attachments.length >= context.limits.maxAttachments) {
    context.flags.add('too-many-attachments')
    context.parts.push({ ...told, outcome: 'named', reason: tooMany })
    return
  }
  const fallback = fallbackName(file.contentType, null, context.attachments.length + 1)
  const fileName = safeFileName(file.name, fallback)
  attach({ ...file, fileName, disposition: 'attachment', contentId: null, kind }, context)
  context.parts.push({ ...told, outcome: 'listed', reason: kind })
}
