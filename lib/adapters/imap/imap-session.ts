import type { ImapFlow } from 'imapflow'
import { now } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import {
  firstOwnNumbering,
  type MailHead,
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

  moveMails(mails: readonly { uid: number; messageId: string }[], folder: string): Promise<number[]> {
    return this.#ask(async (client) => {
      const range = mails.map((mail) => mail.uid).join(',')
      if (this.canMove) {
        if (!(await client.messageMove(range, folder, { uid: true }))) throw new Error('MOVE was refused')
      } else {
        await this.#copyMissing(mails, folder)
        await this.#remove(range)
      }
      const left = new Set(told(await client.search({ uid: range }, { uid: true })))
      return mails.map((mail) => mail.uid).filter((uid) => !left.has(uid))
    })
  }

  /** Whoever was cut off between copying and removing must not copy again. */
  async #copyMissing(mails: readonly { uid: number; messageId: string }[], folder: string): Promise<void> {
    const client = this.#client
    const source = client.mailbox ? client.mailbox.path : ''
    await client.mailboxOpen(folder, { readOnly: true })
    const missing: number[] = []
    for (const { uid, messageId } of mails) {
      const found =
        messageId === ''
          ? []
          : told(await client.search({ header: { 'message-id': messageId } }, { uid: true }))
      if (found.length === 0) missing.push(uid)
    }
    await client.mailboxOpen(source, { readOnly: false })
    if (missing.length === 0) return
    if (!(await client.messageCopy(missing.join(','), folder, { uid: true })))
      throw new Error('COPY was refused')
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
