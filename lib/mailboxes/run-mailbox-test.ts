import { withTenant } from '@/lib/db/with-tenant'
import { AppError, isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type ConnectPorts, connectMailbox } from './connect-mailbox'
import { type ClaimedTest, claimTest, finishTest } from './test-store'
import { type MailboxTestResult, mailboxStates } from './types'

const leaseMs = 60_000
const maxFolders = 200

/**
 * Tries a mailbox for somebody who waits: signs in, looks, changes nothing. As long as no mail server has greeted us
 * the answer is one word after a fixed time, whatever happened: who may name hosts and ports must not learn which of
 * them answer.
 */
export async function runMailboxTest(
  scope: TenantScope,
  input: { testId: string },
  ports: ConnectPorts,
  times: { ungreetedMs: number } = { ungreetedMs: 8_000 },
): Promise<void> {
  const test = await withTenant(scope, (db) => claimTest(db, input.testId, leaseMs))
  if (!test) return
  const earliest = new Promise((resolve) => setTimeout(resolve, times.ungreetedMs))
  const result = await tryMailbox(scope, test, ports, times.ungreetedMs)
  if (result.state === 'unreachable') await earliest
  await withTenant(scope, (db) => finishTest(db, test.id, result))
}

const nothingFound: Omit<MailboxTestResult, 'state'> = {
  fingerprint: null,
  folders: [],
  mailCount: null,
  sentFolder: null,
  canListen: false,
  canMove: false,
}

async function tryMailbox(
  scope: TenantScope,
  test: ClaimedTest,
  ports: ConnectPorts,
  connectTimeoutMs: number,
): Promise<MailboxTestResult> {
  try {
    const session = await connectMailbox(scope, test, ports, { connectTimeoutMs: connectTimeoutMs / 2 })
    try {
      const folders = await session.listFolders()
      const opened = await session.openFolder(test.folder, 'read')
      const special = folders.find((folder) => folder.specialUse === '\\Sent')?.path ?? null
      return {
        ...nothingFound,
        state: opened ? 'well' : 'folder-missing',
        folders: folders.map((folder) => folder.path).slice(0, maxFolders),
        mailCount: opened?.exists ?? null,
        sentFolder: test.isSentRead ? test.sentFolder || special : null,
        canListen: session.canIdle,
        canMove: session.canMove,
      }
    } finally {
      await session.close()
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (!isAppError(error, 'mailbox_trouble')) return { ...nothingFound, state: 'server-ill' }
    const { state, fingerprint } = error.details
    return {
      ...nothingFound,
      state: mailboxStates.find((word) => word === state) ?? 'server-ill',
      fingerprint: typeof fingerprint === 'string' ? fingerprint : null,
    }
  }
}
