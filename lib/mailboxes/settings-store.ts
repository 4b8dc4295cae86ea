import type { TenantDb } from '@/lib/db/with-tenant'
import type { MailboxDto, MailboxTestDto } from './dtos'
import { type MailboxStateWord, type MailboxTestResult, mailboxStates } from './types'

/** What a tenant sets. */
export interface MailboxSettings {
  host: string
  port: number
  encryption: 'tls' | 'starttls' | 'none'
  isCertificateChecked: boolean
  pinnedFingerprint: string | null
  auth: 'password' | 'oauth' | 'none'
  username: string
  sharedMailbox: string
  credentialId: string | null
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
}

/** A mailbox that is not read yet: somebody starts it. Answers go out by the channel of the same address. */
export async function insertMailbox(
  db: TenantDb,
  row: { id: string; name: string; address: string; queueId: string; at: Date } & MailboxSettings,
): Promise<void> {
  const { id, name, address, queueId, at, ...settings } = row
  const channel = await db.outboundChannel.findFirst({
    where: { fromAddress: { equals: address, mode: 'insensitive' }, removedAt: null, isActive: true },
    select: { id: true },
  })
  await db.mailbox.create({
    data: {
      id,
      kind: 'imap',
      name,
      defaultQueueId: queueId,
      replyViaChannelId: channel?.id ?? null,
      pausedAt: at,
    },
  })
  await db.mailboxConnection.create({ data: { mailboxId: id, address, ...settings } })
}

export interface StoredMailbox extends MailboxSettings {
  mailboxId: string
  address: string
  cutOffAt: Date | null
  mailbox: { name: string; pausedAt: Date | null; defaultQueueId: string }
}

/** Null when there is none here, or it was removed. */
export const findMailbox = (db: TenantDb, mailboxId: string): Promise<StoredMailbox | null> =>
  db.mailboxConnection.findFirst({
    where: { mailboxId, removedAt: null },
    include: { mailbox: { select: { name: true, pausedAt: true, defaultQueueId: true } } },
  })

/** Whoever is connected starts anew; what was tried in vain is tried again. Another mailbox begins another epoch. */
export async function updateMailboxRow(
  db: TenantDb,
  mailboxId: string,
  change: { name: string; queueId: string; settings: MailboxSettings; isOtherMailbox: boolean; at: Date },
): Promise<void> {
  const { name, queueId, settings, isOtherMailbox, at } = change
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { name, defaultQueueId: queueId } })
  await db.mailboxConnection.updateMany({
    where: { mailboxId },
    data: {
      ...settings,
      ...freshStart(at),
      ...(isOtherMailbox ? { epoch: { increment: 1 } } : {}),
    },
  })
}

const freshStart = (at: Date) => ({
  version: { increment: 1 },
  state: 'new',
  stateSince: at,
  failures: 0,
  refusals: 0,
  nextAttemptAt: at,
})

export async function setPaused(
  db: TenantDb,
  mailboxId: string,
  pausedAt: Date | null,
  at: Date,
): Promise<void> {
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { pausedAt } })
  await db.mailboxConnection.updateMany({ where: { mailboxId }, data: freshStart(at) })
}

/** Only once: what was refused as too old then stays so. */
export async function setCutOff(db: TenantDb, mailboxId: string, cutOffAt: Date): Promise<void> {
  await db.mailboxConnection.updateMany({ where: { mailboxId, cutOffAt: null }, data: { cutOffAt } })
}

/** Its tickets and mails stay; nobody reads it any more, and its password is nowhere. */
export async function removeMailboxRow(db: TenantDb, mailboxId: string, at: Date): Promise<void> {
  await db.mailbox.updateMany({ where: { id: mailboxId }, data: { pausedAt: at } })
  await db.mailboxConnection.updateMany({
    where: { mailboxId },
    data: { ...freshStart(at), removedAt: at, credentialId: null },
  })
}

export const hasQueue = async (db: TenantDb, queueId: string): Promise<boolean> =>
  (await db.queue.count({ where: { id: queueId } })) > 0

const maxQueues = 200

export const listQueueChoices = (db: TenantDb): Promise<{ id: string; name: string }[]> =>
  db.queue.findMany({
    select: { id: true, name: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: maxQueues,
  })

const maxMailboxes = 200

/** The mailboxes read by IMAP, by name. */
export async function listMailboxRows(db: TenantDb, at: Date): Promise<MailboxDto[]> {
  const rows = await db.mailboxConnection.findMany({
    where: { removedAt: null },
    include: {
      mailbox: { select: { name: true, pausedAt: true, defaultQueueId: true } },
      credential: { select: { provider: true } },
      tests: { orderBy: { requestedAt: 'desc' }, take: 1 },
    },
    orderBy: [{ mailbox: { name: 'asc' } }, { mailboxId: 'asc' }],
    take: maxMailboxes,
  })
  return rows.map((row) => {
    const [test] = row.tests
    return {
      id: row.mailboxId,
      name: row.mailbox.name,
      address: row.address,
      provider:
        row.credential?.provider === 'google' || row.credential?.provider === 'microsoft'
          ? row.credential.provider
          : 'other',
      host: row.host,
      port: row.port,
      encryption: row.encryption,
      isCertificateChecked: row.isCertificateChecked,
      pinnedFingerprint: row.pinnedFingerprint,
      auth: row.auth,
      username: row.username,
      sharedMailbox: row.sharedMailbox,
      folder: row.folder,
      processedFolder: row.processedFolder,
      isSentRead: row.isSentRead,
      sentFolder: row.sentFolder,
      queueId: row.mailbox.defaultQueueId,
      cutOffAt: row.cutOffAt?.toISOString() ?? null,
      isPaused: row.mailbox.pausedAt !== null,
      isUnattended: row.mailbox.pausedAt === null && isOverdue(row, at),
      state: mailboxStates.find((word): word is MailboxStateWord => word === row.state) ?? 'server-ill',
      stateSince: row.stateSince.toISOString(),
      lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
      lastMailAt: row.lastMailAt?.toISOString() ?? null,
      lagMs: row.lagMs,
      isListening: row.isIdle && row.leasedUntil !== null && row.leasedUntil > at,
      lastTest: test ? toTestDto(test) : null,
    }
  })
}

const overdueMs = 60_000

const isOverdue = (row: { leasedUntil: Date | null; nextAttemptAt: Date }, at: Date): boolean =>
  at.getTime() - Math.max(row.leasedUntil?.getTime() ?? 0, row.nextAttemptAt.getTime()) > overdueMs

export async function findMailboxTest(db: TenantDb, id: string): Promise<MailboxTestDto | null> {
  const row = await db.mailboxTest.findFirst({ where: { id } })
  return row && toTestDto(row)
}

const toTestDto = (row: { id: string; requestedAt: Date; result: unknown }): MailboxTestDto => ({
  id: row.id,
  requestedAt: row.requestedAt.toISOString(),
  // Written by finishTest and by nobody else.
  result: row.result as MailboxTestResult | null,
})
