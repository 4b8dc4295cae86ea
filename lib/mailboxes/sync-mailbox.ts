import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import type { IngestSettings } from '@/lib/ingest/settings'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type FetchPorts, fetchMails } from './fetch-mails'
import { lookAtFolder } from './look-at-folder'
import { moveProcessed } from './move-processed'
import { hasMovesAhead } from './move-store'
import { readSent } from './read-sent'
import { recordWell } from './store'
import type { LeasedMailbox, MailSession } from './types'

export interface SyncPorts extends FetchPorts {
  settings: IngestSettings
}

export interface SyncPass {
  /** Compare everything with what is written down, not only what is new. */
  isThorough: boolean
  /** The Sent folder's path; null leaves it alone. */
  sentFolder: string | null
  isIdle: boolean
}

export interface SyncResult {
  kept: number
  /** Mails wait to be moved once the pipeline is done with them: come back soon. */
  hasMovesAhead: boolean
}

/**
 * One pass over a mailbox: what is new is written down and fetched, what is processed is moved, answers sent from
 * elsewhere are found. May end anywhere and be begun again by anybody; nothing is lost or doubled by it. The folder of
 * incoming mail is the open one afterwards.
 *
 * @throws AppError `mailbox_trouble` with the state in its details; `stale_version` when the lease is another's;
 *   `storage_unavailable`, `database_unavailable`: the mailbox is not to blame
 */
export async function syncMailbox(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  pass: SyncPass,
  ports: SyncPorts,
): Promise<SyncResult> {
  if (pass.sentFolder !== null && pass.sentFolder !== mailbox.folder) {
    await readSentIfThere(
      scope,
      mailbox,
      session,
      { folder: pass.sentFolder, isThorough: pass.isThorough },
      ports,
    )
  }
  const look = await lookAtFolder(scope, mailbox, session, {
    folder: mailbox.folder,
    isSent: false,
    isThorough: pass.isThorough,
  })
  const kept = await fetchMails(scope, mailbox, session, look, ports)
  await moveProcessed(scope, mailbox, session, look)
  return withTenant(scope, async (db) => {
    await recordWell(db, mailbox, {
      isIdle: pass.isIdle,
      onServer: look.counts?.onServer ?? null,
      unaccounted: look.counts?.unaccounted ?? null,
    })
    return { kept, hasMovesAhead: await hasMovesAhead(db, mailbox.mailboxId) }
  })
}

/** A Sent folder that is not there yet is no trouble: most servers make it with the first mail. */
async function readSentIfThere(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  sent: { folder: string; isThorough: boolean },
  ports: SyncPorts,
): Promise<void> {
  try {
    await readSent(scope, mailbox, session, sent, ports)
  } catch (error) {
    if (isAppError(error, 'mailbox_trouble') && error.details.state === 'folder-missing') return
    throw error
  }
}
