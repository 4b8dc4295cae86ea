import type { ImapFlow } from 'imapflow'
import { now } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import {
  firstOwnNumbering,
  type MailHead,
  type MailInFolder,
  type MailSession,
  type OpenedFolder,
  type ServerFolder,
} from '@/lib/mailboxes/types'
import { toMailboxTrouble } from './imap-trouble'
import type { GuardedTransport } from './mail-transport'
import { headFields, recipientFields, toHead } from './read-head'

const headsPerFetch = 100
/** What an answer may need: ten thousand folders; half a million UIDs, or a hundred heads with long References. */
const answerBytes = 1024 * 1024
const longAnswerBytes = 4 * 1024 * 1024
const logoutTimeoutMs = 2_000

/** One signed-in connection. The library's `false` for a refused command becomes an error here. */
export class ImapSession implements MailSession {
  readonly #client: ImapFlow
  readonly #transport: Pick<GuardedTransport, 'allow'>

  /** The server told of mail after we last asked for UIDs: also in the midst of that answer. */
  #hasNews = false
  /** What broke the connection; the command that was under way only learns that there is none. */
  #fault: Error | null = null

  #isLeft = false

  /** In the place of a UIDVALIDITY, for servers without one. */
  readonly #ownNumbering = firstOwnNumbering + BigInt(now().getTime())

  constructor(client: ImapFlow, transport: Pick<GuardedTransport, 'allow'>) {
    this.#client = client
    this.#transport = transport
    client.on('error', (error) => {
      this.#fault = error
    })
    client.on('exists', () => {
      this.#hasNews = true
    })
  }

  get canIdle(): boolean {
    return this.#client.capabilities.has('IDLE')
  }

  get canMove(): boolean {
    return this.#client.capabilities.has('MOVE')
  }

  get isOpen(): boolean {
    return this.#client.usable
  }

  get isLeft(): boolean {
    return this.#isLeft
  }

  listFolders(): Promise<ServerFolder[]> {
    return this.#ask(async (client) =>
      (await client.list()).map(({ path, specialUse }) => ({ path, specialUse: specialUse ?? null })),
    )
  }

  openFolder(path: string, mode: 'read' | 'write'): Promise<OpenedFolder | null> {
    return this.#ask(async (client) => {
      try {
        const opened = await client.mailboxOpen(path, { readOnly: mode === 'read' })
        const { uidValidity, uidNext, exists } = opened
        return {
          uidValidity: uidValidity ? uidValidity : this.#ownNumbering,
          // Not every server tells it (RFC 3501 6.3.1 allows that).
          uidNext: uidNext || (await highestUid(client)) + 1,
          exists,
        }
      } catch (error) {
        if (isMissingFolder(error)) return null
        throw error
      }
    })
  }

  listUids(from: number): Promise<number[]> {
    return this.#ask(async (client) => {
      this.#hasNews = false
      const found = await client.search({ uid: `${from}:*` }, { uid: true })
      // `n:*` names the last mail also when its UID is below n (RFC 3501 6.4.8).
      return told(found)
        .filter((uid) => uid >= from)
        .sort((a, b) => a - b)
    }, longAnswerBytes)
  }

  findFirstUidSince(day: Date): Promise<number | null> {
    return this.#ask(async (client) => {
      const uids = told(await client.search({ since: day }, { uid: true }))
      return uids.length === 0 ? null : uids.reduce((least, uid) => Math.min(least, uid))
    }, longAnswerBytes)
  }

  readHeads(uids: readonly number[], { withRecipients = false } = {}): Promise<MailHead[]> {
    return this.#ask(async (client) => {
      const heads: MailHead[] = []
      for (let start = 0; start < uids.length; start += headsPerFetch) {
        this.#transport.allow(longAnswerBytes)
        const range = uids.slice(start, start + headsPerFetch).join(',')
        const fetched = await client.fetchAll(
          range,
          {
            uid: true,
            size: true,
            internalDate: true,
            headers: withRecipients ? [...headFields, ...recipientFields] : headFields,
          },
          { uid: true },
        )
        heads.push(...fetched.map(toHead).filter((head) => !isRemoved(head)))
      }
      return heads
    })
  }

  download(uid: number, maxBytes: number): Promise<Uint8Array | null> {
    return this.#ask(async (client) => {
      // One byte more than allowed tells whether a server lied about the size.
      const fetched = await client.fetchOne(
        String(uid),
        { uid: true, source: { start: 0, maxLength: maxBytes + 1 } },
        { uid: true },
      )
      if (!fetched || fetched.uid !== uid || !fetched.source) return null
      if (fetched.source.byteLength > maxBytes) throw new AppError('too_large', 'larger than the server said')
      return fetched.source
    }, maxBytes + answerBytes)
  }

  hasMail(messageId: string): Promise<boolean> {
    return this.#ask(
      async (client) =>
        told(await client.search({ header: { 'message-id': messageId } }, { uid: true })).length > 0,
    )
  }

  appendMail(path: string, { bytes, at }: { bytes: Uint8Array; at: Date }): Promise<void> {
    return this.#ask(async (client) => {
      if (!(await client.append(path, Buffer.from(bytes), ['\\Seen'], at)))
        throw new Error('APPEND was refused')
    })
  }

  ensureFolder(path: string): Promise<void> {
    return this.#ask(async (client) => {
      const folders = await client.list()
      if (!folders.some((folder) => folder.path === path)) await client.mailboxCreate(path)
    })
  }

  moveMails(mails: readonly MailInFolder[], folder: string): Promise<number[]> {
    return this.#ask(async (client) => {
      const uids = mails.map((mail) => mail.uid)
      if (this.canMove) {
        if (!(await client.messageMove(uids.join(','), folder, { uid: true })))
          throw new Error('MOVE was refused')
      } else {
        const copied = await this.#copyMissing(mails, folder)
        if (copied.length > 0) await this.#remove(copied.join(','))
      }
      const left = new Set(told(await client.search({ uid: uids.join(',') }, { uid: true })))
      return uids.filter((uid) => !left.has(uid))
    })
  }

  /**
   * Whoever was cut off between copying and removing must not copy again; what has no copy must not be removed.
   *
   * @returns the UIDs that have one
   */
  async #copyMissing(mails: readonly MailInFolder[], folder: string): Promise<number[]> {
    const client = this.#client
    const source = client.mailbox ? client.mailbox.path : ''
    await client.mailboxOpen(folder, { readOnly: true })
    const copied = await this.#findCopied(mails)
    await client.mailboxOpen(source, { readOnly: false })
    const missing = mails.map((mail) => mail.uid).filter((uid) => !copied.includes(uid))
    if (missing.length === 0) return copied
    const done = await client.messageCopy(missing.join(','), folder, { uid: true })
    if (!done) throw new Error('COPY was refused')
    // COPYUID (RFC 4315) names those that were copied; without it the OK stands for all (RFC 3501 6.4.7).
    const { uidMap } = done
    return [...copied, ...missing.filter((uid) => !uidMap || uidMap.has(uid))]
  }

  /**
   * Of these mails, the ones whose copy lies in the open folder. Anybody can write a mail with another's Message-ID, and
   * SEARCH finds parts of ids: only what has the same id, size and second of receipt counts, once, and beyond those that
   * were moved there before.
   */
  async #findCopied(mails: readonly MailInFolder[]): Promise<number[]> {
    const copied: number[] = []
    const counts = new Map<string, number>()
    for (const mail of mails) {
      if (mail.messageId === '') continue
      const look = looks(mail)
      const free = counts.get(look) ?? (await this.#countAlike(mail)) - mail.movedAlike
      if (free > 0) copied.push(mail.uid)
      counts.set(look, free - 1)
    }
    return copied
  }

  async #countAlike(mail: MailInFolder): Promise<number> {
    const named = await this.#client.search({ header: { 'message-id': mail.messageId } }, { uid: true })
    const heads = await this.readHeads(told(named).slice(-headsPerFetch))
    return heads.filter((head) => looks(head) === looks(mail)).length
  }

  /**
   * Without UID EXPUNGE (RFC 4315) an EXPUNGE would also remove what people marked as deleted: then the mark is all
   * we make.
   */
  async #remove(range: string): Promise<void> {
    if (this.#client.capabilities.has('UIDPLUS')) await this.#client.messageDelete(range, { uid: true })
    else await this.#client.messageFlagsAdd(range, ['\\Deleted'], { uid: true })
  }

  async waitForChange(maxMs: number, signal: AbortSignal): Promise<void> {
    const client = this.#client
    // Some servers tell in IDLE only what comes after it began, not what came since our last command.
    await this.#ask((one) => one.noop())
    let stop = () => {}
    const changed = new Promise<void>((resolve) => {
      stop = resolve
    })
    const timer = setTimeout(stop, maxMs)
    const events = ['exists', 'mailboxOpen', 'close'] as const
    for (const event of events) client.on(event, stop)
    signal.addEventListener('abort', stop, { once: true })
    try {
      if (signal.aborted || this.#hasNews) return
      // Ends when the next command breaks it, or with the connection.
      const idling = client.idle().catch(() => undefined)
      await Promise.race([changed, idling.then(() => (client.usable ? changed : undefined))])
    } finally {
      clearTimeout(timer)
      for (const event of events) client.off(event, stop)
      signal.removeEventListener('abort', stop)
    }
  }

  async close(): Promise<void> {
    this.#isLeft = true
    const client = this.#client
    if (!client.usable) return client.close()
    const late = setTimeout(() => client.close(), logoutTimeoutMs)
    await client.logout().catch(() => {})
    clearTimeout(late)
    client.close()
  }

  async #ask<T>(work: (client: ImapFlow) => Promise<T>, maxBytes = answerBytes): Promise<T> {
    this.#transport.allow(maxBytes)
    try {
      return await work(this.#client)
    } catch (error) {
      throw toMailboxTrouble(this.#client.usable ? error : (this.#fault ?? error), true)
    }
  }
}

/** What can be seen of a mail without reading it. Servers tell seconds. */
const looks = ({ messageId, sizeBytes, internalDate }: Omit<MailInFolder, 'movedAlike'>): string =>
  JSON.stringify([messageId, sizeBytes, internalDate && Math.floor(internalDate.getTime() / 1_000)])

/** An empty answer and no answer are different things: on the second one nothing may be concluded. */
function told(found: number[] | false | undefined): number[] {
  if (!found) throw new Error('SEARCH was refused')
  return found
}

async function highestUid(client: ImapFlow): Promise<number> {
  return told(await client.search({ all: true }, { uid: true })).reduce((most, uid) => Math.max(most, uid), 0)
}

const isMissingFolder = (error: unknown): boolean =>
  error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true

/**
 * Of a mail that was removed while it was asked for Dovecot tells no size and the first second of 1970. Believed, that
 * would be a mail from before the mailbox was connected, which nobody looks at again.
 */
const isRemoved = ({ sizeBytes, internalDate }: MailHead): boolean =>
  sizeBytes === 0 && internalDate?.getTime() === 0
