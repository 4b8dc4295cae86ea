import { z } from 'zod'
import { blockOwnAddress } from '@/lib/blocked-addresses/store'
import { providerServers } from '@/lib/channels/rules'
import { insertChannel } from '@/lib/channels/store'
import { now } from '@/lib/clock'
import { replaceCredential, storeCredential } from '@/lib/credentials/changes'
import { openSecret } from '@/lib/credentials/open-secret'
import type { SealingKeys, Secret } from '@/lib/credentials/types'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'
import { settingsOf } from '@/lib/mailboxes/mailbox-form'
import { insertMailbox } from '@/lib/mailboxes/settings-store'
import type { TenantScope } from '@/lib/tenancy/scope'
import { wakeUses } from './changes'
import { otherAccount } from './rules'
import {
  type ClaimedOAuthRequest,
  claimOAuthRequest,
  findUses,
  finishOAuthRequest,
  releaseOAuthRequest,
} from './store'
import type { MailProvider, MailServers, OAuthClient, OAuthOutcome, Tokens } from './types'

export interface OAuthPorts {
  keys: SealingKeys
  tokens: OAuthClient
  servers: Record<MailProvider, MailServers>
}

const leaseMs = 60_000
const Opened = z.object({ verifier: z.string() })
const Answer = z.object({ code: z.string(), state: z.string(), iss: z.string().optional() })

/**
 * Turns a consent into a login, and that into a mailbox to be read (not yet started) and a way out, which share it. A
 * consent for an address that has both only renews the login: what was stopped goes on. Somebody else may consent for an
 * address, as for a shared mailbox: that is told, and the servers decide.
 *
 * @throws AppError for trouble that may pass: the request is free to be tried again
 */
export async function exchangeOAuthCode(
  scope: TenantScope,
  { oauthRequestId }: { oauthRequestId: string },
  ports: OAuthPorts,
): Promise<void> {
  const request = await withTenant(scope, (db) => claimOAuthRequest(db, oauthRequestId, leaseMs))
  if (!request) return
  const finish = (outcome: OAuthOutcome) =>
    withTenant(scope, (db) => finishOAuthRequest(db, request.id, outcome, now()))
  if (request.expiresAt <= now()) return finish('expired')
  const place = { tenantId: scope.tenantId, id: request.id }
  const { sealed, keyId, sealedAnswer, answerKeyId } = request
  const { verifier } = Opened.parse(openSecret({ sealed, keyId }, place, ports.keys))
  const answer = Answer.parse(openSecret({ sealed: sealedAnswer, keyId: answerKeyId }, place, ports.keys))
  const { iss, ...required } = answer
  const parameters = { ...required, ...(iss !== undefined && { iss }) }
  const tokens = await ports.tokens
    .exchange(request.provider, { parameters, verifier })
    .catch(async (error: unknown) => {
      await withTenant(scope, (db) => releaseOAuthRequest(db, request.id))
      throw error
    })
  if (tokens === 'refused') return finish('provider_refused')
  await withTenant(scope, async (db) => {
    await connect(db, scope.tenantId, request, tokens, ports)
    const account = otherAccount(request.address, tokens.accounts)
    await finishOAuthRequest(db, request.id, 'connected', now(), account)
  })
}

async function connect(
  db: TenantDb,
  tenantId: string,
  { provider, address, credentialId: known }: ClaimedOAuthRequest,
  { accessToken, refreshToken, expiresAt }: Tokens,
  { keys, servers }: OAuthPorts,
): Promise<void> {
  const secret: Secret = { kind: 'oauth', accessToken, refreshToken }
  const login = { provider, account: address, secret, expiresAt }
  if (known) await replaceCredential(db, tenantId, { ...login, credentialId: known }, keys)
  const credentialId = known ?? (await storeCredential(db, tenantId, login, keys))
  const { hasChannel, hasMailbox, queueId } = await findUses(db, credentialId)
  await blockOwnAddress(db, newId(), addressKey(address))
  // What waited for this consent is tried at once.
  if (known) await wakeUses(db, credentialId, now())
  if (!hasChannel) {
    const server = { ...providerServers[provider], ...servers[provider].smtp, isCertificateChecked: true }
    const sender = { name: address, fromName: '', fromAddress: address }
    await insertChannel(db, { id: newId(), kind: 'smtp', provider, credentialId, ...sender, ...server })
  }
  if (!hasMailbox && queueId !== null) {
    const { settings } = settingsOf({ ...plainMailbox, username: address }, provider)
    const row = { id: newId(), name: address, address, queueId, at: now() }
    const server = servers[provider].imap
    await insertMailbox(db, { ...row, ...settings, ...server, auth: 'oauth', credentialId })
  }
}

/** As the form for a mailbox begins. */
const plainMailbox = {
  host: '',
  port: 993,
  encryption: 'tls',
  isCertificateChecked: true,
  pinnedFingerprint: '',
  isLoginOff: false,
  sharedMailbox: '',
  folder: '',
  processedFolder: '',
  isSentRead: true,
  sentFolder: '',
  trustedServer: '',
  isWeakConfirmed: false,
} as const
