import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { LeasedMailbox, MailboxTarget, MailboxTestResult } from './types'

export interface ClaimedTest {
  id: string
  mailboxId: string
  target: MailboxTarget
  auth: LeasedMailbox['auth']
  username: string
  sharedMailbox: string
  credentialId: string | null
  folder: string
  isSentRead: boolean
  sentFolder: string
}

export async function insertTest(db: TenantDb, mailboxId: string): Promise<string> {
  const id = newId()
  await db.mailboxTest.create({ data: { id, mailboxId } })
  return id
}

/** Takes a test that nobody works on. */
export async function claimTest(db: TenantDb, id: string, leaseMs: number): Promise<ClaimedTest | null> {
  const [row] = await db.$queryRaw<(Omit<ClaimedTest, 'target'> & MailboxTarget)[]>`
    UPDATE mailbox_test t SET claimed_until = now() + ${leaseMs} * interval '1 millisecond'
    FROM mailbox_connection c
    WHERE t.id = ${id}::uuid AND t.finished_at IS NULL AND (t.claimed_until IS NULL OR t.claimed_until <= now())
      AND c.mailbox_id = t.mailbox_id
    RETURNING t.id, t.mailbox_id AS "mailboxId", c.host, c.port, c.encryption, c.auth, c.username,
      c.is_certificate_checked AS "isCertificateChecked", c.pinned_fingerprint AS "pinnedFingerprint",
      c.shared_mailbox AS "sharedMailbox", c.credential_id AS "credentialId", c.folder, c.is_sent_read AS "isSentRead",
      c.sent_folder AS "sentFolder"`
  if (!row) return null
  const { host, port, encryption, isCertificateChecked, pinnedFingerprint, ...rest } = row
  return { ...rest, target: { host, port, encryption, isCertificateChecked, pinnedFingerprint } }
}

export async function finishTest(db: TenantDb, id: string, result: MailboxTestResult): Promise<void> {
  await db.$executeRaw`
    UPDATE mailbox_test SET finished_at = now(), result = ${JSON.stringify(result)}::jsonb
    WHERE id = ${id}::uuid AND finished_at IS NULL`
}
