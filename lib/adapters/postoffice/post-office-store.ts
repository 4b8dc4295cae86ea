import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { now } from '@/lib/clock'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey, parseAddress } from '@/lib/mail/address'
import { scanMinimalHeaders } from '@/lib/mail/header-scan'

const MAX_MAILS = 5_000
const PRUNE_AT_ONCE = 100
const PAGE_SIZE = 50
const MAX_MAILBOXES = 200

const storedMail = z.object({
  id: z.uuid(),
  envelopeFrom: z.string(),
  envelopeTo: z.array(z.string()),
  receivedAt: z.coerce.date(),
  sizeBytes: z.number().int(),
  subject: z.string(),
  fromText: z.string(),
  messageId: z.string().nullable(),
  /** In whose mailbox it lies, and on which side of it. */
  boxes: z.array(z.object({ address: z.string(), direction: z.enum(['received', 'sent']) })),
})

/** A mail of the outside world of the demo. */
export type PostOfficeMail = z.infer<typeof storedMail>

export interface PostOfficeMailbox {
  address: string
  count: number
  latest: PostOfficeMail
}

export interface PostOfficeStore {
  /** Every address that got or sent a mail, the one with the newest mail first; 200 at most. */
  listMailboxes(): Promise<PostOfficeMailbox[]>
  /** A mailbox, newest first, a page at a time. An address nobody wrote to is an empty mailbox. */
  listMails(address: string, cursor?: string): Promise<{ mails: PostOfficeMail[]; nextCursor: string | null }>
  /** @throws AppError `not_found` */
  readMail(id: string): Promise<PostOfficeMail & { bytes: Uint8Array }>
  /** Keeps a mail durably, and the newest 5,000 of all. */
  keep(mail: {
    envelopeFrom: string
    envelopeTo: string[]
    bytes: Uint8Array
    boxes: PostOfficeMail['boxes']
  }): Promise<PostOfficeMail>
}

/**
 * The mails of the demo's outside world as files: `mails/<id>.eml` with `mails/<id>.json`, and for each mailbox a
 * folder of empty files that are named like the mails in it. Several processes may read and write at once: ids rise
 * with time, and every file appears whole.
 */
export function createPostOfficeStore(dir: string, options: { maxMails?: number } = {}): PostOfficeStore {
  const mailsDir = path.resolve(dir, 'mails')
  const boxesDir = path.resolve(dir, 'boxes')
  const maxMails = options.maxMails ?? MAX_MAILS
  const emlFile = (id: string) => path.join(mailsDir, `${id}.eml`)
  const jsonFile = (id: string) => path.join(mailsDir, `${id}.json`)
  const boxDir = (address: string) => path.join(boxesDir, folderName(address))

  async function findEntry(id: string): Promise<PostOfficeMail | null> {
    const text = await readIfThere(jsonFile(id))
    return text === null ? null : storedMail.parse(JSON.parse(text.toString('utf8')))
  }

  async function keep(mail: Parameters<PostOfficeStore['keep']>[0]): Promise<PostOfficeMail> {
    const id = newId()
    const { subject, fromText, messageId } = scanMinimalHeaders(mail.bytes)
    const boxes = mail.boxes.map(({ address, direction }) => ({ address: boxAddress(address), direction }))
    const entry: PostOfficeMail = {
      id,
      envelopeFrom: mail.envelopeFrom,
      envelopeTo: mail.envelopeTo,
      receivedAt: now(),
      sizeBytes: mail.bytes.byteLength,
      subject,
      fromText,
      messageId,
      boxes,
    }
    await mkdir(mailsDir, { recursive: true })
    await writeWhole(emlFile(id), mail.bytes)
    await writeWhole(jsonFile(id), JSON.stringify(entry))
    for (const { address } of boxes) {
      await mkdir(boxDir(address), { recursive: true })
      await writeWhole(path.join(boxDir(address), 'address'), address)
      await writeFile(path.join(boxDir(address), id), '')
    }
    await prune()
    return entry
  }

  /** In steps, so that not every mail pays for a look at all the others' names. */
  async function prune(): Promise<void> {
    const ids = (await idsIn(mailsDir))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4))
    if (ids.length < maxMails + PRUNE_AT_ONCE) return
    for (const id of ids.slice(0, ids.length - maxMails)) {
      const entry = await findEntry(id)
      for (const { address } of entry?.boxes ?? []) await removeIfThere(path.join(boxDir(address), id))
      await removeIfThere(jsonFile(id))
      await removeIfThere(emlFile(id))
    }
  }

  async function listMailboxes(): Promise<PostOfficeMailbox[]> {
    const boxes = await Promise.all((await idsIn(boxesDir)).map((name) => readBox(path.join(boxesDir, name))))
    const newest = boxes
      .flatMap((box) => box ?? [])
      .sort((a, b) => (a.latestId < b.latestId ? 1 : -1))
      .slice(0, MAX_MAILBOXES)
    const found = await Promise.all(
      newest.map(async ({ address, count, latestId }) => ({
        address,
        count,
        latest: await findEntry(latestId),
      })),
    )
    return found.flatMap(({ latest, ...box }) => (latest ? [{ ...box, latest }] : []))
  }

  async function readBox(folder: string) {
    const ids = (await idsIn(folder)).filter(isMailId)
    const address = await readIfThere(path.join(folder, 'address'))
    const latestId = ids.at(-1)
    return latestId === undefined || address === null
      ? null
      : { address: address.toString('utf8'), count: ids.length, latestId }
  }

  async function listMails(address: string, cursor?: string) {
    const parsed = parseAddress(address)
    if (!parsed) return { mails: [], nextCursor: null }
    const ids = (await idsIn(boxDir(boxAddress(parsed.address)))).filter(isMailId).reverse()
    const rest = cursor === undefined ? ids : ids.filter((id) => id < cursor)
    const page = rest.slice(0, PAGE_SIZE)
    const mails = (await Promise.all(page.map(findEntry))).flatMap((entry) => entry ?? [])
    return { mails, nextCursor: rest.length > PAGE_SIZE ? (page.at(-1) ?? null) : null }
  }

  async function readMail(id: string) {
    const entry = isMailId(id) ? await findEntry(id) : null
    const bytes = entry && (await readIfThere(emlFile(id)))
    if (!entry || !bytes) throw notFound('mail')
    return { ...entry, bytes }
  }

  return { listMailboxes, listMails, readMail, keep }
}

const isMailId = (name: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)

/** The spelling under which a mailbox is found again: lower case, the domain as A-labels. */
function boxAddress(address: string): string {
  return addressKey(parseAddress(address)?.address ?? address)
}

/** A name of its own for every address, of a length and an alphabet that every file system takes. */
const folderName = (address: string): string =>
  createHash('sha256').update(address).digest('hex').slice(0, 32)

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  const handle = await open(draft, 'wx')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

async function idsIn(folder: string): Promise<string[]> {
  return (await ifThere(readdir(folder)))?.sort() ?? []
}

const readIfThere = (file: string): Promise<Buffer | null> => ifThere(readFile(file))

async function removeIfThere(file: string): Promise<void> {
  await ifThere(unlink(file))
}

async function ifThere<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
