import { randomBytes } from 'node:crypto'
import pg, { type Client } from 'pg'
import type { Logger } from '../logger'
import { LOCK_NAMESPACE } from './migrate'

const REJOIN_MS = [100, 250, 500, 1_000, 2_000, 5_000] as const
const CONNECT_TIMEOUT_MS = 5_000
const TELL_EVERY_MS = 20
const CHANNEL = 'executor_jobs'

export interface MembershipOptions {
  connectionString: string
  workerId: string
  logger: Logger
  /** The functions this process hosts, read at every join. */
  hosted: () => readonly string[]
  onJoined: () => void
  /** Another process says there may be jobs. */
  onTold: () => void
}

/**
 * This process as a worker: one connection of its own that holds an advisory lock and listens. The lock is the
 * proof of life; the moment the connection is gone PostgreSQL frees it and others take the jobs back. Losing
 * the connection means standing down and joining again under a new name.
 */
export class Membership {
  /** The name under which jobs are claimed; null while this process is no worker. */
  worker: string | null = null
  private client: Client | null = null
  private isLeaving = false
  private failures = 0
  private retry: NodeJS.Timeout | undefined
  private telling: NodeJS.Timeout | undefined

  constructor(private readonly options: MembershipOptions) {}

  /** Joins for the first time; rejects when the database cannot be reached. */
  async join(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'inngest-embedded-worker',
    })
    const onLost = () => this.standDown(client)
    client.on('error', onLost)
    client.on('end', onLost)
    client.on('notification', (message) => {
      if (message.payload !== this.worker) this.options.onTold()
    })
    await client.connect()
    const worker = `${this.options.workerId}:${randomBytes(6).toString('hex')}`
    await enter(client, worker, this.options.hosted())
    if (this.isLeaving) return void (await client.end())
    this.client = client
    this.worker = worker
    this.failures = 0
    this.options.onJoined()
  }

  /** Says what this worker hosts now; from the commit on events start it. While it is no worker, joining says it. */
  async tellHosted(): Promise<void> {
    if (this.client === null) return
    await this.client.query(
      `WITH told AS (UPDATE executor.workers SET functions = $2 WHERE id = $1)
       UPDATE executor.registry SET version = version + 1`,
      [this.worker, this.options.hosted()],
    )
  }

  /** Stops being a worker because it no longer counts as one; joins again by itself. */
  standDown(client: Client | null = this.client): void {
    if (client === null || client !== this.client) return
    this.client = null
    this.worker = null
    // The connection may be gone already; ending it frees the lock when it is not.
    client.end().catch(() => undefined)
    if (this.isLeaving) return
    this.options.logger.warn('executor: stood down, joining again')
    this.rejoinLater()
  }

  /** Wakes the other processes, at most once in a short while. */
  tellOthers(): void {
    if (this.telling !== undefined || this.client === null) return
    this.telling = setTimeout(() => {
      this.telling = undefined
      // A lost word only costs time: everyone looks by itself once a second.
      this.client?.query('SELECT pg_notify($1, $2)', [CHANNEL, this.worker]).catch(() => undefined)
    }, TELL_EVERY_MS)
  }

  /** Leaves in good order: jobs still held go back at once. */
  async leave(): Promise<void> {
    this.isLeaving = true
    clearTimeout(this.retry)
    clearTimeout(this.telling)
    const { client, worker } = this
    this.client = null
    this.worker = null
    if (client === null) return
    try {
      await client.query('SELECT executor.leave($1)', [worker])
      await client.end()
    } catch (error) {
      // Others notice the free lock and take the jobs back.
      this.options.logger.warn('executor: left without saying so', { error: String(error) })
    }
  }

  private rejoinLater(): void {
    const delay = REJOIN_MS[Math.min(this.failures++, REJOIN_MS.length - 1)]
    this.retry = setTimeout(() => {
      this.join().catch((error: unknown) => {
        this.options.logger.warn('executor: could not join', { error: String(error) })
        if (!this.isLeaving) this.rejoinLater()
      })
    }, delay)
  }
}

/** Registers the worker and takes its lock in one transaction: nobody ever sees it without its lock. */
async function enter(client: Client, worker: string, hosted: readonly string[]): Promise<void> {
  try {
    await client.query(`LISTEN ${CHANNEL}`)
    await client.query('BEGIN')
    const { rows } = await client.query<{ lock_key: number }>(
      'INSERT INTO executor.workers (id, functions) VALUES ($1, $2) RETURNING lock_key',
      [worker, hosted],
    )
    await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_NAMESPACE, rows[0]?.lock_key])
    if (hosted.length > 0) await client.query('UPDATE executor.registry SET version = version + 1')
    await client.query('COMMIT')
  } catch (error) {
    client.end().catch(() => undefined)
    throw error
  }
}
