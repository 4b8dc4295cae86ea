import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** A mail that somebody else collected, and what its origin says is in it. */
export interface MailCase {
  id: string
  origin: string
  category: string
  /** 0 is kept apart: nobody reads those mails, they are only counted. */
  fold: number
  expected: Expected
  bytes: Uint8Array
}

const address = z.object({ address: z.string(), name: z.string().nullish() })
const bounce = z.object({
  status: z.string().nullish(),
  reason: z.string().nullish(),
  hard: z.boolean().nullish(),
})
const file = z.object({
  filename: z.string().nullish(),
  size: z.number().nullish(),
  contentType: z.string().nullish(),
})
const text = z.string().nullish()
const patterns = z.array(z.string()).nullish()

/** Everything is optional: only what an origin states is judged. */
const expectedSchema = z.object({
  compare: text,
  from: text,
  fromName: text,
  to: z.array(address).nullish(),
  toFirst: address.nullish(),
  cc: z.array(address).nullish(),
  replyTo: text,
  subject: text,
  subjectMatches: patterns,
  subjectMissing: z.boolean().nullish(),
  messageId: text,
  inReplyTo: text,
  inReplyToFirst: text,
  references: z.array(z.string()).nullish(),
  date: text,
  text,
  textMatches: patterns,
  textNotMatches: patterns,
  html: text,
  htmlMatches: patterns,
  htmlText: text,
  bodyText: text,
  bodyMatches: patterns,
  attachments: z.array(file).nullish(),
  attachmentCount: z.number().nullish(),
  userAttachmentCount: z.number().nullish(),
  binaryPartSizes: z.array(z.number()).nullish(),
  isAutoReply: z.boolean().nullish(),
  isBounce: z.boolean().nullish(),
  isFeedbackReport: z.boolean().nullish(),
  isDeliveryReport: z.boolean().nullish(),
  bounce: z.array(bounce).nullish(),
  bounceRecipients: z.array(z.string()).nullish(),
  bounceTemporaryRecipients: z.array(z.string()).nullish(),
  replyText: text,
  replyMatches: patterns,
  replyNotMatches: patterns,
  signatureText: text,
  maxMs: z.number().nullish(),
  forwarded: z
    .object({
      is: z.boolean(),
      from: text,
      fromName: text,
      subject: text,
      to: z.array(address).nullish(),
      cc: z.array(address).nullish(),
      body: text,
      message: text,
    })
    .nullish(),
  sanitisedSafe: z.boolean().nullish(),
})
export type Expected = z.infer<typeof expectedSchema>

const caseSchema = z.object({
  id: z.string(),
  origin: z.string(),
  category: z.string(),
  raw: z.string(),
  expected: expectedSchema,
})

/** All cases of a folder that is laid out `<origin>/<part>/<category>/<name>.{eml,json}`, found by its manifest. */
export function readCases(folder: string, categories: readonly string[] | null): MailCase[] {
  const manifests = readdirSync(folder).filter((name) => /^manifest\..+\.jsonl$/.test(name))
  const entries = manifests.flatMap((name) => readJsonLines(path.join(folder, name), manifestLine))
  return entries
    .filter((entry) => categories === null || categories.includes(entry.category))
    .map((entry) => readCase(path.join(folder, entry.path)))
}

const manifestLine = z.object({ category: z.string(), path: z.string() })

function readCase(file: string): MailCase {
  const { raw, ...one } = caseSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  return { ...one, fold: foldOf(raw), bytes: readFileSync(path.join(path.dirname(file), raw)) }
}

/** The same fold on every machine and for ever: the hash of the file's name, modulo five. */
export function foldOf(fileName: string): number {
  return Number(BigInt(`0x${createHash('sha256').update(fileName).digest('hex')}`) % 5n)
}

export interface ThreadedMail {
  id: string
  isHam: boolean
  parent: string | null
  conversation: string
  bytes: Uint8Array
}

/** Conversations of each origin, in the order of their dates. */
export function readThreads(folder: string): { origin: string; mails: ThreadedMail[] }[] {
  return readdirSync(folder).flatMap((origin) => {
    const inner = path.join(folder, origin)
    const parts = existsSync(path.join(inner, 'open')) ? ['open', 'held'] : []
    return parts.flatMap((part) => {
      const place = path.join(inner, part, 'threading')
      const list = path.join(place, 'threads.jsonl')
      if (!existsSync(list)) return []
      const mails = readJsonLines(list, threadLine).map((line) => ({
        id: line.id,
        isHam: line.label === undefined || line.label === 'ham',
        parent: line.expected.threadParent,
        conversation: line.expected.conversation,
        bytes: readFileSync(path.join(place, line.raw)),
      }))
      return [{ origin, mails }]
    })
  })
}

const threadLine = z.object({
  id: z.string(),
  raw: z.string(),
  label: z.string().optional(),
  expected: z.object({ threadParent: z.string().nullable(), conversation: z.string() }),
})

function readJsonLines<T>(file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)))
}
