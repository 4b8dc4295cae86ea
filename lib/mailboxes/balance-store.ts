import type { TenantDb } from '@/lib/db/with-tenant'
import type { MailboxBalance } from './dtos'

interface BookRow {
  seen: number
  gone: number
  waiting: number
  toMove: number
  notMoved: number
  unaccounted: number
}

interface MailsRow {
  messages: number
  duplicates: number
  heldBack: number
  quarantine: number
  waiting: number
}

/** Two counts that know nothing of each other: the book of what was seen, and the mails that were kept. */
export async function readBalance(db: TenantDb, mailboxId: string): Promise<MailboxBalance | null> {
  const [book] = await db.$queryRaw<BookRow[]>`
    SELECT c.unaccounted,
      count(k.uid) FILTER (WHERE k.outcome NOT IN ('before-cut-off', 'renumbered'))::int AS seen,
      count(k.uid) FILTER (WHERE k.outcome = 'gone')::int AS gone,
      count(k.uid) FILTER (WHERE k.outcome = 'discovered')::int AS waiting,
      count(k.uid) FILTER (WHERE k.move = 'due')::int AS "toMove",
      count(k.uid) FILTER (WHERE k.move = 'given-up')::int AS "notMoved"
    FROM mailbox_connection c
    LEFT JOIN mailbox_mail k ON k.tenant_id = c.tenant_id AND k.mailbox_id = c.mailbox_id AND NOT k.is_sent
    WHERE c.mailbox_id = ${mailboxId}::uuid AND c.removed_at IS NULL
    GROUP BY c.unaccounted`
  if (!book) return null
  const [mails] = await db.$queryRaw<MailsRow[]>`
    SELECT
      count(*) FILTER (WHERE state = 'processed' AND outcome IN ('create', 'append', 'join-request'))::int AS messages,
      count(*) FILTER (WHERE state = 'processed' AND outcome = 'duplicate')::int AS duplicates,
      count(*) FILTER (WHERE state = 'processed' AND outcome NOT IN ('create', 'append', 'join-request', 'duplicate'))::int AS "heldBack",
      count(*) FILTER (WHERE state = 'quarantined')::int AS quarantine,
      count(*) FILTER (WHERE state = 'kept')::int AS waiting
    FROM raw_mail
    WHERE mailbox_id = ${mailboxId}::uuid AND source = 'imap' AND NOT is_sent_copy`
  if (!mails) throw new Error('an aggregate gives one row')
  const { messages, duplicates, heldBack, quarantine } = mails
  const pending = book.waiting + mails.waiting
  return {
    seen: book.seen,
    messages,
    duplicates,
    heldBack,
    quarantine,
    pending,
    gone: book.gone,
    isClosed: book.seen === messages + duplicates + heldBack + quarantine + pending + book.gone,
    unaccounted: book.unaccounted,
    toMove: book.toMove,
    notMoved: book.notMoved,
  }
}
