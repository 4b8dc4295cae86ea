import { now } from '@/lib/clock'
import { replaceCredential, storeCredential } from '@/lib/credentials/changes'
import { isOtherServer } from '@/lib/credentials/is-other-server'
import { deleteUnusedCredential, findCredential } from '@/lib/credentials/store'
import type { SealingKeys } from '@/lib/credentials/types'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditChannel } from './changes'
import { secretOf, serverOf, wrong } from './channel-form'
import type { UpdateChannelInput } from './inputs'
import { findChannel, makeDefaultChannel, updateChannelRow, wakeMails } from './store'
import type { ChannelSettings } from './types'
import { sealWebhookSecret } from './webhook-secret'

/**
 * Changes a way out, but for its address: mails that wait to leave carry it. Mails that waited for
 * something to be mended are tried again at once. Another server wants the password again.
 *
 * @throws AppError `not_found`; `invalid_input` naming the field; `channel_in_use` when the default one would be
 *   switched off
 */
export async function updateChannel(
  scope: AgentScope,
  input: UpdateChannelInput,
  ports: { sealingKeys: SealingKeys },
): Promise<null> {
  const { channelId, name, fromName, isActive, isDefault } = input
  return withTenant(scope, async (db) => {
    const channel = await findChannel(db, channelId)
    if (!channel) throw notFound('channel')
    const staysDefault = channel.isDefault || isDefault
    if (staysDefault && !isActive) throw new AppError('channel_in_use', 'the default channel cannot rest')
    const isByConsent = channel.credentialId !== null && (await isConsent(db, channel.credentialId))
    // A consent brought its server along: the form says nothing of it.
    const settings = channel.kind === 'smtp' && !isByConsent ? serverOf(input, channel.provider) : null
    // A provider's own server is none of the form's choosing.
    const isServerChanged =
      settings !== null && channel.provider === 'other' && isOtherServer(channel, settings.server)
    const form = { ...input, isServerChanged }
    const credentialId = await changeLogin(db, scope, channel, form, ports.sealingKeys)
    const webhook = webhookOf(scope, channel, input.webhookSecret)
    await updateChannelRow(db, channelId, {
      ...{ name, fromName, isActive, credentialId },
      ...settings?.server,
      ...webhook,
    })
    if (channel.credentialId && channel.credentialId !== credentialId)
      await deleteUnusedCredential(db, channel.credentialId)
    await wakeMails(db, channelId, now())
    if (isDefault && !channel.isDefault) await makeDefaultChannel(db, channelId)
    await auditChannel(
      db,
      scope.actor,
      'channel_changed',
      {
        ...{ channelId, name, isActive, isDefault: staysDefault, isWeak: settings?.isWeak ?? false },
        ...(webhook && { isWebhookSecretNew: true }),
      },
      now(),
    )
    return null
  })
}

/** As Resend hands it out: base64 behind a prefix. */
const webhookSecretForm = /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/

function webhookOf(
  { tenantId }: AgentScope,
  { id: channelId, kind }: ChannelSettings,
  secret: string,
): { webhookSecret: Uint8Array<ArrayBuffer> } | null {
  if (secret === '') return null
  if (kind !== 'resend' || !webhookSecretForm.test(secret)) throw wrong('webhookSecret')
  return { webhookSecret: sealWebhookSecret(secret, { tenantId, channelId }) }
}

const isConsent = async (db: TenantDb, credentialId: string): Promise<boolean> =>
  (await findCredential(db, credentialId))?.kind === 'oauth'

/** @returns the credential that the channel signs in with from now on */
async function changeLogin(
  db: TenantDb,
  { tenantId }: AgentScope,
  channel: ChannelSettings,
  { username, secret: text, isServerChanged }: UpdateChannelInput & { isServerChanged: boolean },
  keys: SealingKeys,
): Promise<string | null> {
  const { kind, provider, credentialId } = channel
  if (kind === 'system') return null
  const known = credentialId ? await findCredential(db, credentialId) : null
  if (known?.kind === 'oauth') return known.id
  const account = kind === 'resend' ? 'resend' : username
  if (account === '') return null
  if (text === '') {
    if (!known || known.account !== account || isServerChanged) throw wrong('secret')
    return known.id
  }
  const secret = secretOf(kind, provider, text)
  if (!known) return storeCredential(db, tenantId, { provider, account, secret }, keys)
  await replaceCredential(db, tenantId, { credentialId: known.id, account, secret }, keys)
  return known.id
}
