import { now } from '@/lib/clock'
import type { CredentialPorts } from '@/lib/credentials/open-credential'
import { listMailboxesDue, listMailboxTestsDue } from '@/lib/db/system-mailboxes'
import { ingestSettings } from '@/lib/ingest/settings'
import { log } from '@/lib/log'
import type { ConnectPorts } from '@/lib/mailboxes/connect-mailbox'
import { IdleBudget } from '@/lib/mailboxes/idle-budget'
import { LoginGate } from '@/lib/mailboxes/login-gate'
import { type RunPorts, type RunTimes, runMailbox, usualTimes } from '@/lib/mailboxes/run-mailbox'
import { runMailboxTest } from '@/lib/mailboxes/run-mailbox-test'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { repeat } from './repeat'

const lookMs = 1_000
const maxTests = 8
/** Mailboxes attended to at the same moment, listening ones and polled ones. */
const maxMailboxes = 500
const maxListening = 300
/** Between two logins at one host by those that come back. */
const loginEveryMs = 10_000
export const maxMailBytes = 50 * 1024 * 1024

export interface MailboxLimits {
  maxMailboxes: number
  maxListening: number
  loginEveryMs: number
  times: RunTimes
}

const usualLimits: MailboxLimits = { maxMailboxes, maxListening, loginEveryMs, times: usualTimes }

/**
 * Attends to mailboxes: finds those that are due, each in a task of its own, so that one that is ill or slow delays no
 * other. Any number of workers may do this; the lease of a mailbox decides.
 */
export function startMailboxes(
  parts: {
    workerId: string
    wiring: Pick<Wiring, 'blobs' | 'mailSource'> & { credentials: CredentialPorts }
    onKept: (tenantId: string) => void
  },
  limits: MailboxLimits = usualLimits,
) {
  const stopped = new AbortController()
  const tasks = new Map<string, Promise<void>>()
  const gate = new LoginGate(limits.loginEveryMs)
  const connect: ConnectPorts = { source: parts.wiring.mailSource, credentials: parts.wiring.credentials }
  const ports: RunPorts = {
    ...connect,
    blobs: parts.wiring.blobs,
    maxMailBytes,
    settings: ingestSettings(),
    budget: new IdleBudget(limits.maxListening),
    turnInMs: ({ target, mailboxId }) => gate.turnInMs(target.host, mailboxId, now().getTime()),
    onTurn: ({ mailboxId }) => gate.enter(mailboxId),
    onKept: parts.onKept,
    onTrouble: ({ mailboxId, tenantId }, state, error) =>
      log()[state === 'misconfigured' ? 'error' : 'info'](
        { mailboxId, tenantId, state, err: error },
        'a mailbox is in trouble',
      ),
    onBug: ({ mailboxId, tenantId }, error) =>
      log().error({ mailboxId, tenantId, err: error }, 'attending to a mailbox failed'),
  }
  const { times } = limits

  const begin = (id: string, work: () => Promise<unknown>) => {
    if (tasks.has(id)) return
    const task = work()
      .catch((error: unknown) => {
        // The database is away: leases run out by themselves, and the next look starts over.
        log().warn({ err: error, id }, 'a mailbox was left alone')
      })
      .then(() => {
        tasks.delete(id)
      })
    tasks.set(id, task)
  }
  const look = async () => {
    for (const { tenantId, id } of await listMailboxTestsDue(maxTests))
      begin(id, () => runMailboxTest(systemScope(tenantId, 'mailbox-test'), { testId: id }, connect))
    const free = limits.maxMailboxes - tasks.size
    if (free <= 0) return
    for (const { tenantId, mailboxId } of await listMailboxesDue(free)) {
      const input = { mailboxId, worker: parts.workerId, stop: stopped.signal }
      begin(mailboxId, () => runMailbox(systemScope(tenantId, 'mailbox'), input, ports, times))
    }
  }

  const looking = repeat(look, {
    everyMs: lookMs,
    trouble: 'mailboxes were not looked for; the next look does',
  })
  return {
    stop: async () => {
      stopped.abort()
      await looking.stop()
      await Promise.all(tasks.values())
    },
  }
}
