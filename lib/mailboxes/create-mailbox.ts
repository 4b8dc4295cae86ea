import { blockOwnAddress } from '@/lib/blocked-addresses/store'
import { now } from '@/lib/clock'
import { storeCredential } from '@/lib/credentials/changes'
import type { SealingKeys } from '@/lib/credentials/types'
import { findMembership } from '@/lib/db/system'
import { findUserByEmail } from '@/lib/db/system-users'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey, parseAddress } from '@/lib/mail/address'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditMailbox } from './changes'
import type { CreateMailboxInput } from './inputs'
import { passwordSecret, settingsOf, wrong } from './mailbox-form'
import { hasQueue, insertMailbox } from './settings-store'

/**
 * A mailbox to be read by IMAP. It is set up and not started: a test changes nothing there, and nothing becomes a ticket
 * before somebody says so. Its address joins those that are our own.
 *
 * @throws AppError `invalid_input` naming the fields; `isWeakConfirmed` and `isPersonalConfirmed` ask to be sure;
 *   `not_found` for the queue
 */
export async function createMailbox(
  scope: AgentScope,
  input: CreateMailboxInput,
  ports: { sealingKeys: SealingKeys },
): Promise<{ mailboxId: string }> {
  const { provider, name, queueId, isLoginOff } = input
  const address = parseAddress(input.address)?.address
  if (!address) throw wrong('address')
  if (!input.isPersonalConfirmed && (await isMembersAddress(scope, address)))
    throw wrong('isPersonalConfirmed')
  const username = input.username || (isLoginOff ? '' : address)
  const { settings, isWeak } = settingsOf({ ...input, username }, provider)
  if (!isLoginOff && input.password === '') throw wrong('password')

  const mailboxId = newId()
  const at = now()
  await withTenant(scope, async (db) => {
    if (!(await hasQueue(db, queueId))) throw notFound('queue')
    const credentialId = isLoginOff
      ? null
      : await storeCredential(
          db,
          scope.tenantId,
          { provider, account: username, secret: passwordSecret(input.password) },
          ports.sealingKeys,
        )
    const auth = isLoginOff ? ('none' as const) : ('password' as const)
    await insertMailbox(db, { id: mailboxId, name, address, queueId, at, ...settings, auth, credentialId })
    await blockOwnAddress(db, newId(), addressKey(address))
    await auditMailbox(db, scope.actor, 'mailbox_created', { mailboxId, name, address, isWeak }, at)
  })
  return { mailboxId }
}

async function isMembersAddress(scope: AgentScope, address: string): Promise<boolean> {
  const user = await findUserByEmail(address)
  return user !== null && (await findMembership(user.id, scope.tenant.slug)) !== null
}
