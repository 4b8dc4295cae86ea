import { blockOwnAddress } from '@/lib/blocked-addresses/store'
import { now } from '@/lib/clock'
import { storeCredential } from '@/lib/credentials/changes'
import type { SealingKeys } from '@/lib/credentials/types'
import { findMembership, type MembershipIdentity } from '@/lib/db/system'
import { findUserByEmail } from '@/lib/db/system-users'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { addressKey, parseAddress } from '@/lib/mail/address'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditChannel } from './changes'
import { secretOf, serverOf, wrong } from './channel-form'
import type { CreateChannelInput } from './inputs'
import { insertChannel } from './store'

/**
 * A new way out: a server by SMTP, or Resend. Its address joins the addresses that nothing is ever sent to, so that we
 * cannot answer ourselves.
 *
 * @throws AppError `invalid_input` naming the fields; `isWeakConfirmed` and `isPersonalConfirmed` ask to be sure
 */
export async function createChannel(
  scope: AgentScope,
  input: CreateChannelInput,
  ports: { sealingKeys: SealingKeys },
): Promise<{ channelId: string }> {
  const { kind, provider, name, fromName, username } = input
  const address = parseAddress(input.fromAddress)?.address
  if (!address) throw wrong('fromAddress')
  if (!input.isPersonalConfirmed && (await findMemberByAddress(scope, address)))
    throw wrong('isPersonalConfirmed')
  const { server, isWeak } =
    kind === 'smtp'
      ? serverOf({ ...input, username: username || loginOf(input) }, provider)
      : { server: noServer, isWeak: false }
  const account = kind === 'resend' ? 'resend' : username || loginOf(input)
  if (account !== '' && input.secret === '') throw wrong('secret')

  const channelId = newId()
  await withTenant(scope, async (db) => {
    const credentialId =
      account === ''
        ? null
        : await storeCredential(
            db,
            scope.tenantId,
            { provider, account, secret: secretOf(kind, provider, input.secret) },
            ports.sealingKeys,
          )
    const row = {
      id: channelId,
      kind,
      provider,
      name,
      fromName,
      fromAddress: address,
      credentialId,
      ...server,
    }
    await insertChannel(db, row)
    await blockOwnAddress(db, newId(), addressKey(address))
    await auditChannel(db, scope.actor, 'channel_created', { channelId, name, address, isWeak }, now())
  })
  return { channelId }
}

const noServer = {
  host: '',
  port: 0,
  encryption: 'tls',
  isCertificateChecked: true,
  pinnedFingerprint: null,
} as const

/** At the providers people sign in with their address. */
const loginOf = ({ provider, fromAddress }: CreateChannelInput): string =>
  provider === 'other' ? '' : fromAddress.trim()

async function findMemberByAddress(scope: AgentScope, address: string): Promise<MembershipIdentity | null> {
  const user = await findUserByEmail(address)
  return user && findMembership(user.id, scope.tenant.slug)
}
