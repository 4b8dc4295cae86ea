import { setTimeout as wait } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type ConnectPorts, connectMailbox } from './connect-mailbox'
import type { IdleBudget } from './idle-budget'
import { backOffMs } from './rules'
import { claimMailbox, releaseMailbox, renewLease } from './store'
import { type SyncPorts, syncMailbox } from './sync-mailbox'
import { type LeasedMailbox, type MailboxStateWord, type MailSession, mailboxStates } from './types'

export interface RunPorts extends ConnectPorts, Omit<SyncPorts, 'onKept'> {
  budget: IdleBudget
  /** How long this mailbox has to wait for its turn to log in; the turn is kept for it. */
  turnInMs(mailbox: LeasedMailbox): number
  /** Its turn has come. */
  onTurn(mailbox: LeasedMailbox): void
  onKept(tenantId: string): void
  onTrouble(mailbox: LeasedMailbox, state: MailboxStateWord, error: unknown): void
  onBug(mailbox: LeasedMailbox, error: unknown): void
}

export interface RunTimes {
  leaseMs: number
  /** Between two looks at a mailbox that does not listen. */
  pollMs: number
  /** Listening is interrupted this often for a look of our own: a server may forget to tell. */
  lookMs: number
  sentMs: number
  thoroughMs: number
  /** Whoever takes longer for one pass is cut off. */
  passMs: number
  random: () => number
}

export const usualTimes: RunTimes = {
  leaseMs: 30_000,
  pollMs: 60_000,
  lookMs: 30_000,
  sentMs: 60_000,
  thoroughMs: 10 * 60_000,
  passMs: 15 * 60_000,
  random: Math.random,
}

/** A turn that is farther away is waited for by nobody: whoever held a place meanwhile would keep it from other hosts. */
const nearTurnMs = 1_000
const movesAheadMs = 1_500
/** A server that tells of mail again and again where there is none is listened to with longer and longer pauses. */
const maxFalseAlarms = 5
const alarmPauseMs = (count: number): number => Math.min(30_000, 250 * 2 ** Math.min(count, 10))
const ownTroubleMs = 5_000
/** What could not be stored is downloaded again: not every few seconds. */
const storageTroubleMs = 20_000
const bugMs = 60_000

/**
 * Everything that is done for one mailbox, until it is given back: connect, look, listen, look again. Trouble of this
 * mailbox ends here: it is written down with the time of the next try. Nothing is thrown but a database that is away.
 *
 * @returns false when the mailbox is not due or another worker has it
 */
export async function runMailbox(
  scope: TenantScope,
  input: { mailboxId: string; worker: string; stop: AbortSignal },
  ports: RunPorts,
  times: RunTimes = usualTimes,
): Promise<boolean> {
  const { tenantId } = scope
  const mailbox = await withTenant(scope, (db) =>
    claimMailbox(db, { tenantId, mailboxId: input.mailboxId, worker: input.worker, leaseMs: times.leaseMs }),
  )
  if (!mailbox) return false
  const ended = new AbortController()
  const progress = { failures: mailbox.failures }
  const end = () => ended.abort()
  input.stop.addEventListener('abort', end, { once: true })
  if (input.stop.aborted) end()
  const renewal = setInterval(() => {
    // A renewal that fails says nothing yet: the lease runs out, and the token guards what is written after.
    withTenant(scope, (db) => renewLease(db, mailbox, times.leaseMs)).then(
      (isOurs) => isOurs || end(),
      () => {},
    )
  }, times.leaseMs / 6)
  try {
    const turnMs = ports.turnInMs(mailbox)
    const afterMs =
      turnMs > nearTurnMs
        ? turnMs
        : await attendInTurn(scope, mailbox, ports, times, { ended, progress, turnMs })
    await withTenant(scope, (db) => releaseMailbox(db, mailbox, { afterMs, trouble: null }))
  } catch (error) {
    await giveBack(scope, { ...mailbox, ...progress }, error, ports, times, ended.signal.aborted)
  } finally {
    clearInterval(renewal)
    input.stop.removeEventListener('abort', end)
    ports.budget.exit(mailbox.mailboxId)
  }
  return true
}

async function attendInTurn(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  ports: RunPorts,
  times: RunTimes,
  { ended, progress, turnMs }: { ended: AbortController; progress: { failures: number }; turnMs: number },
): Promise<number> {
  if (turnMs > 0) await pause(turnMs, ended.signal)
  if (ended.signal.aborted) return 0
  ports.onTurn(mailbox)
  return attend(scope, mailbox, ports, times, ended, progress)
}

/** One connection's life. @returns when to come again */
async function attend(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  ports: RunPorts,
  times: RunTimes,
  ended: AbortController,
  progress: { failures: number },
): Promise<number> {
  const session = await connectMailbox(scope, mailbox, ports)
  const cutOff = () => void session.close()
  ended.signal.addEventListener('abort', cutOff, { once: true })
  try {
    const sentFolder = await findSentFolder(mailbox, session)
    const mayListen =
      session.canIdle && ports.budget.enter(mailbox.mailboxId, mailbox.lastMailAt, () => ended.abort())
    let sentAtMs = 0
    let thoroughAtMs = 0
    let falseAlarms = 0
    while (!ended.signal.aborted) {
      const atMs = now().getTime()
      const isThorough = atMs - thoroughAtMs >= times.thoroughMs
      const isSentDue = atMs - sentAtMs >= times.sentMs
      const pass = { isThorough, sentFolder: isSentDue ? sentFolder : null, isIdle: mayListen }
      const result = await withinTime(session, times.passMs, () =>
        syncMailbox(scope, mailbox, session, pass, {
          ...ports,
          onKept: () => {
            ports.budget.noteMail(mailbox.mailboxId, now())
            ports.onKept(mailbox.tenantId)
          },
        }),
      )
      progress.failures = 0
      if (isThorough) thoroughAtMs = atMs
      if (isSentDue) sentAtMs = atMs
      if (!mayListen && !result.hasMovesAhead) return jittered(times.pollMs, times.random)
      const waitedFromMs = now().getTime()
      await session.waitForChange(result.hasMovesAhead ? movesAheadMs : times.lookMs, ended.signal)
      const isAlarm = now().getTime() - waitedFromMs < movesAheadMs
      falseAlarms = isAlarm && result.kept === 0 ? falseAlarms + 1 : 0
      if (falseAlarms > maxFalseAlarms) await pause(alarmPauseMs(falseAlarms - maxFalseAlarms), ended.signal)
    }
    return 0
  } finally {
    ended.signal.removeEventListener('abort', cutOff)
    await session.close()
  }
}

async function findSentFolder(mailbox: LeasedMailbox, session: MailSession): Promise<string | null> {
  if (!mailbox.isSentRead) return null
  if (mailbox.sentFolder !== '') return mailbox.sentFolder
  const folders = await session.listFolders()
  return folders.find((folder) => folder.specialUse === '\\Sent')?.path ?? null
}

/** The library times each command; this bounds all of them together, also against a server that keeps talking. */
async function withinTime<T>(session: MailSession, ms: number, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => void session.close(), ms)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

async function giveBack(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  error: unknown,
  ports: RunPorts,
  times: RunTimes,
  wasEnded: boolean,
): Promise<void> {
  const release = (afterMs: number, trouble: Parameters<typeof releaseMailbox>[2]['trouble'] = null) =>
    withTenant(scope, (db) => releaseMailbox(db, mailbox, { afterMs, trouble }))
  // What broke because we closed the connection ourselves is nobody's trouble.
  if (wasEnded || isAppError(error, 'stale_version')) return release(0)
  if (isAppError(error, 'mailbox_trouble')) {
    const state = mailboxStates.find((word) => word === error.details.state) ?? 'server-ill'
    const waitMs = Math.max(
      backOffMs(state, mailbox.failures, times.random),
      Number(error.details.retryAfterMs ?? 0),
    )
    ports.onTrouble(mailbox, state, error)
    const isRefusal = state === 'password-refused' || state === 'consent-revoked'
    return release(waitMs, { state, isRefusal })
  }
  if (isAppError(error, 'storage_unavailable')) return release(storageTroubleMs)
  if (isAppError(error, 'database_unavailable')) return release(ownTroubleMs)
  ports.onBug(mailbox, error)
  return release(bugMs)
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => {})

const jittered = (ms: number, random: () => number): number => Math.round(ms * (0.8 + random() * 0.4))
