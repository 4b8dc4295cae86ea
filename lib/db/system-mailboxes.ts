import { throughDoor } from './system'

/** The system door for mailboxes: which are due, by ids. */
export interface DueMailbox {
  tenantId: string
  mailboxId: string
}

/** Mailboxes whose time has come and that no worker holds, most overdue first. Paused ones and tenants are left out. */
export async function listMailboxesDue(limit: number): Promise<DueMailbox[]> {
  return throughDoor(
    (db) => db.$queryRaw<DueMailbox[]>`
      SELECT c.tenant_id AS "tenantId", c.mailbox_id AS "mailboxId" FROM mailbox_connection c
      JOIN mailbox m ON m.tenant_id = c.tenant_id AND m.id = c.mailbox_id
      JOIN tenant t ON t.id = c.tenant_id
      WHERE c.removed_at IS NULL AND m.paused_at IS NULL AND t.status = 'active' AND c.next_attempt_at <= now()
        AND (c.leased_until IS NULL OR c.leased_until <= now())
      ORDER BY c.next_attempt_at LIMIT ${limit}::int`,
  )
}

export interface DueMailboxTest {
  tenantId: string
  id: string
}

/** Tests of mailboxes that somebody waits for, oldest first. */
export async function listMailboxTestsDue(limit: number): Promise<DueMailboxTest[]> {
  return throughDoor(
    (db) => db.$queryRaw<DueMailboxTest[]>`
      SELECT tenant_id AS "tenantId", id FROM mailbox_test
      WHERE finished_at IS NULL AND (claimed_until IS NULL OR claimed_until <= now())
      ORDER BY requested_at LIMIT ${limit}::int`,
  )
}
