import { now } from '@/lib/clock'
import { replaceCredential, storeCredential } from '@/lib/credentials/changes'
import { isOtherServer } from '@/lib/credentials/is-other-server'
import { findCredential } from '@/lib/credentials/store'
import type { SealingKeys } from '@/lib/credentials/types'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditMailbox } from './changes'
import type { UpdateMailboxInput } from './inputs'
import { isOtherMailbox, passwordSecret, settingsOf, wrong } from './mailbox-form'
import { findMailbox, hasQueue, type StoredMailbox, updateMailboxRow } from './settings-store'

/**
 * Changes how a mailbox is reached, all but its address. Whoever is connected notices within seconds and starts anew;
 * a refused login is tried again. Another host or account is another mailbox: its mails are compared with those we
 * have, not counted on. Another server wants the password again, and a consent holds for its own server only.
 *
 * @throws AppError `not_found`; `invalid_input` naming the field
 */
export async function updateMailbox(
  scope: AgentScope,
  input: UpdateMailboxInput,
  ports: { sealingKeys: SealingKeys },
): Promise<null> {
  const { mailboxId, name, queueId } = input
  const at = now()
  return withTenant(scope, async (db) => {
    const before = await findMailbox(db, mailboxId)
    if (!before) throw notFound('mailbox')
    if (!(await hasQueue(db, queueId))) throw notFound('queue')
    const { settings, isWeak } = settingsOf(input, 'other')
    const form = { ...input, isServerChanged: isOtherServer(before, settings) }
    const login = await changeLogin(db, scope, before, form, ports.sealingKeys)
    const after = { ...settings, ...login }
    const isOther = isOtherMailbox(before, after)
    await updateMailboxRow(db, mailboxId, { name, queueId, settings: after, isOtherMailbox: isOther, at })
    await auditMailbox(
      db,
      scope.actor,
      'mailbox_changed',
      { mailboxId, name, host: after.host, isWeak, isOtherMailbox: isOther },
      at,
    )
    return null
  })
}

/** How the mailbox signs in from now on. */
async function changeLogin(
  db: TenantDb,
  { tenantId }: AgentScope,
  before: StoredMailbox,
  { username, password, isLoginOff, isServerChanged }: UpdateMailboxInput & { isServerChanged: boolean },
  keys: SealingKeys,
): Promise<Pick<StoredMailbox, 'auth' | 'credentialId'>> {
  if (isLoginOff) return { auth: 'none', credentialId: null }
  if (username === '') throw wrong('username')
  const known = before.credentialId ? await findCredential(db, before.credentialId) : null
  if (known?.kind === 'oauth') {
    if (isServerChanged) throw wrong('host')
    return { auth: 'oauth', credentialId: known.id }
  }
  if (password === '') {
    if (!known || known.account !== username || isServerChanged) throw wrong('password')
    return { auth: 'password', credentialId: known.id }
  }
  const secret = passwordSecret(password)
  if (known) {
    await replaceCredential(db, tenantId, { credentialId: known.id, account: username, secret }, keys)
    return { auth: 'password', credentialId: known.id }
  }
  const credentialId = await storeCredential(
    db,
    tenantId,
    { provider: 'other', account: username, secret },
    keys,
  )
  return { auth: 'password', credentialId }
}
