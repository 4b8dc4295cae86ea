import { availableParallelism } from 'node:os'
import { createBlobStore } from './adapters/blobs/create-blob-store'
import { withRecentBlobs } from './adapters/blobs/recent-blobs'
import { createChannelSenders } from './adapters/channels/create-channel-senders'
import { createEgressPolicy, type EgressPolicy } from './adapters/connect-out/egress-policy'
import { createGuardedFetch } from './adapters/connect-out/guarded-fetch'
import { createMailSource } from './adapters/imap/create-mail-source'
import { readSealingKeys } from './adapters/key-file/read-sealing-keys'
import { createMailAuthenticator } from './adapters/mail-auth/create-mail-authenticator'
import { createMailParser } from './adapters/mail-parser/create-mail-parser'
import { createOAuthClient } from './adapters/oauth/create-oauth-client'
import { createSmtpSender } from './adapters/smtp-out/create-smtp-sender'
import { createSystemSender } from './adapters/smtp-out/create-system-sender'
import type { AlarmPorts } from './alarms/tell-admins'
import type { BlobStore } from './blobs/types'
import type { ChannelSenders } from './channels/ports'
import type { CredentialPorts } from './credentials/open-credential'
import type { Env } from './env'
import type { IngestPorts } from './ingest/ports'
import type { MailSource } from './mailboxes/types'
import type { OAuthPorts } from './oauth/exchange-oauth-code'
import { mailServersOf } from './oauth/mail-apps'
import type { DeliveryPorts } from './outbound/deliver-outbound-mail'

/** Which adapter stands behind which port, for this process. */
export interface Wiring {
  blobs: BlobStore
  ingest: IngestPorts
  /** Where connections to hosts that tenants name may lead. */
  egress: EgressPolicy
  credentials: CredentialPorts
  oauth: OAuthPorts
  mailSource: MailSource
  outbound: DeliveryPorts & ChannelSenders
  alarms: AlarmPorts
  close(): Promise<void>
}

/**
 * Whoever hangs up on a provider that takes a refresh token once may lose the consent with the answer: longer than other
 * hosts are waited for, and within the lease of a refresh.
 */
const tokenLimits = { totalTimeoutMs: 25_000, maxBytes: 1024 * 1024 }

/** For the worker: everything. The web's few are in web-wiring.ts. */
export async function createWiring(env: Env): Promise<Wiring> {
  const blobs = withRecentBlobs(createBlobStore(env.BLOBS))
  const atOnce = Math.max(1, Math.floor(availableParallelism() / 2))
  const parser = await createMailParser({ atOnce, threads: atOnce + 2 })
  const authenticator = createMailAuthenticator({ arcSealers: env.ARC_SEALERS })
  const system = createSystemSender({ ...env, MAIL_OUT_URL: wayOut(env) })
  const { SYSTEM_MAIL_URL: ownUrl, MAIL_HOSTNAME: hostname } = env
  const own = ownUrl ? createSmtpSender({ url: ownUrl, hostname }) : null
  const egress = createEgressPolicy(env)
  const credentials = {
    keys: readSealingKeys(env),
    tokens: createOAuthClient(env, createGuardedFetch(egress, tokenLimits)),
  }
  const channels = createChannelSenders({ system, egress, hostname: env.MAIL_HOSTNAME })
  return {
    blobs,
    ingest: { blobs, parser, authenticator },
    egress,
    credentials,
    oauth: { ...credentials, servers: mailServersOf(env) },
    mailSource: createMailSource(egress),
    outbound: { ...channels, credentials },
    alarms: {
      sender: own ?? system,
      from: { name: 'Postino', address: env.SYSTEM_MAIL_FROM || `postino@${env.MAIL_HOSTNAME}` },
      hostname: env.MAIL_HOSTNAME,
      baseUrl: env.BASE_URL,
    },
    close: async () => {
      await Promise.all([parser.close(), system.close(), own?.close(), channels.close()])
    },
  }
}

/** In the demo the way out leads to the post office, unless a real one is set. */
const wayOut = (env: Env): string | undefined =>
  env.MAIL_OUT_URL ?? (env.POSTINO_DEMO ? `smtp://127.0.0.1:${env.POSTOFFICE_PORT}` : undefined)
