import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { getEnv } from '@/lib/env'
import { newId } from '@/lib/ids'
import { secretOfKey } from '@/lib/inbound/rules'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { createTestDatabase, type TestDatabase } from '../../../support/database'
import { type Dovecot, startDovecot } from '../../../support/dovecot'
import { prepareExecutorTables } from '../../../support/executor-tables'
import { startFakeResend } from '../../../support/fake-resend'
import { startSmtpSink } from '../../../support/smtp-sink'
import { prepareTemplate } from '../../../support/template'
import {
  freePort,
  startWorker,
  type WorkerProcess,
  type WorkerSettings,
} from '../../../support/worker-process'
import { createWorld, type TenantWorld, type World } from '../../../support/world'
import { addMailbox } from '../../mailboxes/mailbox-world'
import { startKillablePostgres } from './killable-postgres'
import { judge, type Verdict } from './oracle'
import { seededRandom } from './seeded-random'
import { type MailPlan, pause, planMails, sendAll, untilDone, type WaysIn } from './ways-in'

export interface ChaosPlan {
  seed: number
  mails: MailPlan
  replies: number
  /** Moments of death, and the longest time between two of them. */
  kills: { count: number; victims: readonly Victim[]; maxGapMs: number }
  /** How fast the senders send. */
  pace: { lanes: number; pauseMs: number }
  /** False: what a dead worker held is free at once, as if the half minute of its leases were over. */
  areLeasesWaitedFor: boolean
  deadlineMs: number
}

export type Victim = 'worker' | 'postgres' | 'both'

export interface ChaosResult extends Verdict {
  kills: Record<Victim, number>
  /** Workers that ended without being killed. */
  workersLost: number
  /** The longest time from the database's return to the first thing that a worker wrote. */
  backAfterMs: number
  /** What the worker said last, when something is wrong. */
  said: string
}

/**
 * Two tenants that look alike get mail by every way and answer it, while the worker and PostgreSQL are killed at
 * seeded moments. Every recorded fact becomes three events in any order, because whoever runs the events may repeat
 * and reorder them. Senders, agents, the server that mail leaves for and the oracle are this process, which lives.
 */
export async function runChaos(plan: ChaosPlan): Promise<ChaosResult> {
  const rig = await createRig(plan)
  const run = new Run(plan, rig)
  try {
    return await Promise.race([run.finish(), late(plan.deadlineMs)])
  } finally {
    // Also when it took too long: nothing that was started here outlives the test.
    await run.end()
    await rig.close()
  }
}

async function late(ms: number): Promise<never> {
  await pause(ms)
  throw new Error(`not over within ${ms / 1_000} s`)
}

const webhookKey = Buffer.alloc(24, 7)
const resendKey = 'a key for the fake'
const processedFolder = 'Done'

async function createRig(plan: ChaosPlan) {
  const postgres = await startKillablePostgres()
  process.env.POSTINO_TEST_DATABASE_URL = postgres.url
  process.env.POSTINO_TEST_TEMPLATE = await prepareTemplate(
    path.resolve(import.meta.dirname, '../../../..'),
    postgres.url,
  )
  const database = await createTestDatabase()
  const world = await createWorld(database)
  await prepareExecutorTables(database)
  await tripleEveryEvent(database)
  const sink = await startSmtpSink()
  const resend = await startFakeResend(resendKey)
  const blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-chaos-blobs-'))
  // This process is the web, too.
  Object.assign(getEnv(), {
    RESEND_WEBHOOK_SECRET: secretOfKey(webhookKey),
    BLOBS: `disk:${blobsFolder}`,
  })
  const dovecot = plan.mails.imap > 0 ? await startDovecot() : null
  if (dovecot) await connectMailboxes(dovecot, world)
  const settings: WorkerSettings = {
    database,
    smtpPort: await freePort(),
    blobsFolder,
    mailOutUrl: `smtp://127.0.0.1:${sink.port}`,
    env: {
      EGRESS_ALLOW: [dovecot?.port, new URL(resend.baseUrl).port]
        .flatMap((port) => (port === undefined ? [] : `127.0.0.1:${port}`))
        .join(','),
      RESEND_API_KEY: resendKey,
      RESEND_BASE_URL: resend.baseUrl,
      RESEND_WEBHOOK_SECRET: secretOfKey(webhookKey),
    },
  }
  const ways: WaysIn = {
    smtpPort: settings.smtpPort,
    imap: dovecot && { server: dovecot, userOf },
    resend,
    webhookKey,
  }
  return {
    postgres,
    database,
    world,
    sink,
    dovecot,
    settings,
    ways,
    close: async () => {
      await Promise.all([sink.close(), resend.close(), dovecot?.stop()])
      await database.drop()
      await postgres.stop()
      await rm(blobsFolder, { recursive: true, force: true })
    },
  }
}

type Rig = Awaited<ReturnType<typeof createRig>>

const userOf = ({ slug }: Pick<TenantWorld, 'slug'>) => `mailbox-${slug}`

async function connectMailboxes(server: Dovecot, world: World): Promise<void> {
  for (const tenant of [world.a, world.b]) {
    await addMailbox({ open: () => undefined }, tenant, {
      user: userOf(tenant),
      name: 'Support by IMAP',
      host: '127.0.0.1',
      port: server.port,
      password: server.password,
      processedFolder,
      cutOffAt: new Date('2026-01-01'),
    })
  }
}

/** Copies of each outbox row under random ids, so that their order is shuffled too. */
const tripleEveryEvent = (database: TestDatabase) =>
  database.query(`
    CREATE FUNCTION triple() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF pg_trigger_depth() = 1 THEN
        INSERT INTO public.outbox (id, tenant_id, name, data)
        SELECT gen_random_uuid(), NEW.tenant_id, NEW.name, NEW.data FROM generate_series(1, 2);
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER triples AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION triple()`)

const quietWithinMs = 240_000

class Run {
  readonly #plan: ChaosPlan
  readonly #rig: Rig
  readonly #random: () => number
  #worker: WorkerProcess | undefined
  #workersLost = 0
  #isEnded = false
  #backAfterMs = 0
  #kills: Record<Victim, number> = { worker: 0, postgres: 0, both: 0 }

  constructor(plan: ChaosPlan, rig: Rig) {
    this.#plan = plan
    this.#rig = rig
    this.#random = seededRandom(plan.seed)
  }

  async finish(): Promise<ChaosResult> {
    const { database, world, sink, ways } = this.#rig
    const mails = planMails(this.#plan.mails, world, this.#random)
    this.#worker = await startWorker(this.#rig.settings)
    const killing = this.#killAgainAndAgain()
    await Promise.all([sendAll(mails, ways, this.#plan.pace), this.#answerTickets(), killing])
    await this.#untilQuiet()
    const verdict = await judge(database, world, sink, { mails, replies: this.#plan.replies })
    return {
      ...verdict,
      kills: this.#kills,
      workersLost: this.#workersLost,
      backAfterMs: this.#backAfterMs,
      said: `${await this.#quarantineReasons()}\n${this.#worker?.output().slice(-3_000)}`,
    }
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await this.#worker?.end('SIGKILL')
  }

  async #killAgainAndAgain(): Promise<void> {
    const { count, victims, maxGapMs } = this.#plan.kills
    for (let kill = 0; kill < count && !this.#isEnded; kill++) {
      await pause(200 + this.#random() * maxGapMs)
      const victim = victims[Math.floor(this.#random() * victims.length)] ?? 'worker'
      this.#kills[victim]++
      if (this.#worker?.hasExited()) this.#workersLost++
      if (victim !== 'postgres') await this.#worker?.end('SIGKILL')
      if (victim !== 'worker') await this.#killPostgres()
      if (victim !== 'postgres' || this.#worker?.hasExited()) {
        if (!this.#plan.areLeasesWaitedFor) await this.#endLeases()
        this.#worker = await startWorker(this.#rig.settings)
        if (this.#isEnded) await this.#worker.end('SIGKILL')
      }
    }
  }

  async #killPostgres(): Promise<void> {
    const { postgres } = this.#rig
    await postgres.kill()
    await pause(this.#random() * 1_000)
    await postgres.start()
    const up = Date.now()
    // A worker that lives writes a heartbeat every second as soon as it has found the database again.
    if (this.#worker?.hasExited()) return
    await untilDone(async () => {
      const seen = await this.#rig.database.query(
        'SELECT FROM worker_heartbeat WHERE seen_at > to_timestamp($1)',
        [up / 1_000],
      )
      if (seen.length === 0 && !this.#worker?.hasExited()) throw new Error('not yet back')
    })
    this.#backAfterMs = Math.max(this.#backAfterMs, Date.now() - up)
  }

  /** Nobody is alive to hold anything at this moment. */
  async #endLeases(): Promise<void> {
    const { database } = this.#rig
    await untilDone(async () => {
      await database.query('UPDATE mailbox_connection SET leased_until = NULL, next_attempt_at = now()')
      await database.query("UPDATE raw_mail SET claimed_until = NULL WHERE state = 'kept'")
      await database.query("UPDATE outbound_mail SET leased_until = now() WHERE state = 'sending'")
      await database.query("UPDATE inbound_fetch SET claimed_until = NULL WHERE state = 'waiting'")
    })
  }

  /** Agents answer through the web, which lives on; what failed they send again with the same key. */
  async #answerTickets(): Promise<void> {
    const blobs = createDiskBlobStore(this.#rig.settings.blobsFolder)
    const { world } = this.#rig
    for (let index = 0; index < this.#plan.replies; index++) {
      const tenant = index % 2 === 0 ? world.a : world.b
      const ticketId = await this.#someTicket(tenant)
      const input = ReplyToTicketInput.parse({
        ticketId,
        html: `<p>Answer ${index} of ${tenant.slug}</p>`,
        idempotencyKey: newId(),
      })
      await untilDone(() => replyToTicket(tenant.agent, input, { blobs }))
      await pause(this.#plan.pace.pauseMs)
    }
  }

  /** One that came in during the chaos, when there is one. */
  async #someTicket(tenant: TenantWorld): Promise<string> {
    const rows = await untilDone(() =>
      this.#rig.database.query<{ id: string }>(
        'SELECT id FROM ticket WHERE tenant_id = $1 ORDER BY number DESC LIMIT 20',
        [tenant.tenantId],
      ),
    )
    return rows[Math.floor(this.#random() * rows.length)]?.id ?? tenant.ticketId
  }

  async #quarantineReasons(): Promise<string> {
    const rows = await this.#rig.database.query<{ reason: string; trail: unknown; count: number }>(
      "SELECT reason, trail, count(*)::int FROM raw_mail WHERE state = 'quarantined' GROUP BY 1, 2 LIMIT 20",
    )
    return rows.map((row) => JSON.stringify(row)).join('\n')
  }

  async #untilQuiet(): Promise<void> {
    const end = Date.now() + quietWithinMs
    for (;;) {
      const left = await this.#countOpenWork()
      if (Object.values(left).every((count) => count === 0)) return
      if (Date.now() > end) {
        const said = this.#worker?.output().slice(-3_000)
        throw new Error(`still waiting: ${JSON.stringify(left)}\n${await this.#openMails()}\n${said}`)
      }
      await pause(250)
    }
  }

  async #openMails(): Promise<string> {
    const rows = await this.#rig.database.query<Record<string, unknown>>(`
      SELECT kind, state, trouble, attempts, server_response, data_began_at IS NOT NULL AS "dataBegan",
        round(extract(epoch FROM next_attempt_at - now())) AS "nextInS", round(extract(epoch FROM leased_until - now())) AS "leasedForS"
      FROM outbound_mail WHERE state IN ('pending', 'sending', 'deferred') LIMIT 20`)
    return rows.map((row) => JSON.stringify(row)).join('\n')
  }

  async #countOpenWork(): Promise<Record<string, number>> {
    const { database, dovecot, world } = this.#rig
    const [rows] = await database.query<Record<string, number>>(`
      SELECT (SELECT count(*)::int FROM raw_mail WHERE state = 'kept') AS kept,
        (SELECT count(*)::int FROM outbound_mail WHERE state IN ('pending', 'sending', 'deferred')) AS outbound,
        (SELECT count(*)::int FROM inbound_fetch WHERE state = 'waiting') AS fetches,
        (SELECT count(*)::int FROM outbox) AS outbox`)
    if (!rows || Object.values(rows).some((count) => count > 0)) return rows ?? { database: 1 }
    if (!dovecot) return rows
    // Taken in and moved: what still lies in the folder is not done.
    const inFolder = await Promise.all(
      [world.a, world.b].map(async (tenant) => (await dovecot.list(userOf(tenant))).length),
    )
    return { ...rows, inMailboxes: inFolder.reduce((sum, count) => sum + count, 0) }
  }
}
