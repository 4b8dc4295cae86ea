import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { type EgressAllowance, parseEgressAllow } from '@/lib/adapters/connect-out/address-rules'
import { createMailSource } from '@/lib/adapters/imap/create-mail-source'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { storeCredential } from '@/lib/credentials/changes'
import type { SealingKeys } from '@/lib/credentials/types'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { createKick } from '@/lib/ingest/kick'
import { ingestSettings } from '@/lib/ingest/settings'
import { readBalance } from '@/lib/mailboxes/balance-store'
import { connectMailbox } from '@/lib/mailboxes/connect-mailbox'
import { claimMailbox, releaseMailbox } from '@/lib/mailboxes/store'
import { syncMailbox } from '@/lib/mailboxes/sync-mailbox'
import type { LeasedMailbox, MailSession } from '@/lib/mailboxes/types'
import { systemScope } from '@/lib/tenancy/scope'
import { startMailboxes } from '@/lib/working/mailboxes'
import type { TestDatabase } from '../../support/database'
import { testEnv } from '../../support/env'
import { createTestPipeline } from '../../support/ingest'
import type { TenantWorld } from '../../support/world'

/** The worker's own, so that a worker process can open what a test sealed. */
export const keys: SealingKeys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })

export interface TestMailbox {
  mailboxId: string
  credentialId: string
  user: string
}

export interface MailboxSettings {
  user: string
  port: number
  password: string
  name?: string
  host?: string
  processedFolder?: string
  isSentRead?: boolean
  encryption?: 'tls' | 'starttls' | 'none'
  pinnedFingerprint?: string
  cutOffAt?: Date
  isPaused?: boolean
  /** The guard stays closed for this port. */
  isUnopened?: boolean
}

/** What tests of mailboxes share: a guard that lets them reach this machine, blobs, a pipeline, quick times. */
export async function createMailboxRig(database: TestDatabase) {
  const pipeline = await createTestPipeline()
  const allow: EgressAllowance[] = []
  const source = createMailSource({
    allow,
    isWeakEncryptionForbidden: false,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ownAddresses: async () => new Set(),
  })
  const blobs = createDiskBlobStore(await mkdtemp(path.join(tmpdir(), 'postino-mailboxes-')))
  pipeline.ports.blobs = blobs
  const open = (port: number) => allow.push(...parseEgressAllow(`127.0.0.1:${port}`))
  return { database, pipeline, source, blobs, credentials: { keys }, open }
}

export type MailboxRig = Awaited<ReturnType<typeof createMailboxRig>>

/** A mailbox of a tenant, connected to a user of the test's IMAP server. */
export async function addMailbox(
  rig: { open: (port: number) => void },
  tenant: TenantWorld,
  settings: MailboxSettings,
): Promise<TestMailbox> {
  if (!settings.isUnopened) rig.open(settings.port)
  const mailboxId = newId()
  return withTenant(tenant.owner, async (db) => {
    const credentialId = await storeCredential(
      db,
      tenant.tenantId,
      {
        provider: 'other',
        account: settings.user,
        secret: { kind: 'password', password: settings.password },
      },
      keys,
    )
    await db.mailbox.create({
      data: {
        id: mailboxId,
        kind: 'imap',
        name: settings.name ?? settings.user,
        defaultQueueId: tenant.queueId,
        pausedAt: settings.isPaused ? new Date() : null,
      },
    })
    await db.mailboxConnection.create({
      data: {
        mailboxId,
        credentialId,
        address: `${settings.user}@business.example`,
        host: settings.host ?? 'mail.business.example',
        port: settings.port,
        encryption: settings.encryption ?? 'none',
        pinnedFingerprint: settings.pinnedFingerprint ?? null,
        username: settings.user,
        processedFolder: settings.processedFolder ?? '',
        isSentRead: settings.isSentRead ?? false,
        cutOffAt: settings.cutOffAt ?? null,
      },
    })
    return { mailboxId, credentialId, user: settings.user }
  })
}

/** One visit: claim, connect, one pass, release. What the loop does, a step at a time. */
export async function visit(
  rig: MailboxRig,
  tenant: TenantWorld,
  mailbox: TestMailbox,
  pass: { isThorough?: boolean; sentFolder?: string | null } = {},
): Promise<{ kept: number; hasMovesAhead: boolean }> {
  return attend(rig, tenant, mailbox, (leased, session) => {
    return syncMailbox(
      systemScope(tenant.tenantId, 'test'),
      leased,
      session,
      { isThorough: pass.isThorough ?? true, sentFolder: pass.sentFolder ?? null, isIdle: false },
      syncPorts(rig),
    )
  })
}

export const syncPorts = (rig: MailboxRig) => ({
  blobs: rig.blobs,
  maxMailBytes: 1024 * 1024,
  settings: ingestSettings(),
  onKept: () => {},
})

/** Claims and connects, and gives back whatever happens. */
export async function attend<T>(
  rig: MailboxRig,
  tenant: TenantWorld,
  mailbox: TestMailbox,
  work: (leased: LeasedMailbox, session: MailSession) => Promise<T>,
): Promise<T> {
  const scope = systemScope(tenant.tenantId, 'test')
  const { tenantId } = tenant
  await rig.database.query(
    `UPDATE mailbox_connection SET leased_until = NULL, next_attempt_at = now() - interval '1 second' WHERE mailbox_id = $1`,
    [mailbox.mailboxId],
  )
  const leased = await withTenant(scope, (db) =>
    claimMailbox(db, { tenantId, mailboxId: mailbox.mailboxId, worker: 'test', leaseMs: 30_000 }),
  )
  if (!leased) throw new Error('the mailbox is not free')
  try {
    const session = await connectMailbox(scope, leased, rig)
    try {
      return await work(leased, session)
    } finally {
      await session.close()
    }
  } finally {
    await withTenant(scope, (db) => releaseMailbox(db, leased, { afterMs: 0, trouble: null }))
  }
}

interface LoopSettings {
  name?: string
  lookMs?: number
  loginEveryMs?: number
  maxMailboxes?: number
  maxListening?: number
}

/** The real loop, with its pipeline behind it. */
export function startLoop(
  rig: MailboxRig,
  tenants: TenantWorld[],
  {
    name = 'worker',
    lookMs = 5_000,
    loginEveryMs = 200,
    maxMailboxes = 500,
    maxListening = 20,
  }: LoopSettings = {},
) {
  const byId = new Map(tenants.map((tenant) => [tenant.tenantId, tenant]))
  const kick = createKick(
    async (tenantId) => {
      const tenant = byId.get(tenantId)
      if (tenant) await rig.pipeline.ingest(tenant)
      return { hasMore: false }
    },
    (_, error) => {
      throw error
    },
  )
  const mailboxes = startMailboxes(
    {
      workerId: name,
      wiring: { blobs: rig.blobs, credentials: rig.credentials, mailSource: rig.source },
      onKept: kick,
    },
    {
      maxMailboxes,
      maxListening,
      loginEveryMs,
      times: {
        leaseMs: 3_000,
        pollMs: 500,
        lookMs,
        sentMs: 300,
        thoroughMs: 2_000,
        passMs: 10_000,
        random: () => 0.5,
      },
    },
  )
  return {
    stop: async () => {
      await mailboxes.stop()
      await kick.idle()
    },
  }
}

export async function until<T>(
  ask: () => Promise<T | null | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function readMailboxBalance(tenant: TenantWorld, { mailboxId }: TestMailbox) {
  return withTenant(tenant.owner, (db) => readBalance(db, mailboxId))
}

/** Until nothing waits: what stood in another mail's way is put off for seconds, which are over here. */
export async function ingestAll(rig: MailboxRig, tenant: TenantWorld): Promise<void> {
  for (;;) {
    await rig.pipeline.ingest(tenant)
    const left = await rig.database.query(
      `UPDATE raw_mail SET next_attempt_at = now() - interval '1 second'
       WHERE state = 'kept' AND tenant_id = $1 RETURNING id`,
      [tenant.tenantId],
    )
    if (left.length === 0) return
  }
}
