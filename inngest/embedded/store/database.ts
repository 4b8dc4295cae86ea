import pg, { type Pool, type PoolClient, type QueryResultRow } from 'pg'
import type { Logger } from '../logger'

const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 30_000

/** A statement can fail because of another transaction; made again it succeeds. */
const isTransient = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')

/** The database refused a value (SQLSTATE classes 22 and 23), so that the same again fails again. */
export const isDataError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)

/** Anything that runs SQL: the pool, or one transaction on it. */
export interface Queryable {
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
}

/** The executor's pool. A lost connection is an error of the statement in flight, never of the process. */
export class Database implements Queryable {
  private readonly pool: Pool

  constructor(connectionString: string, maxConnections: number, logger: Logger) {
    this.pool = new pg.Pool({
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'inngest-embedded',
    })
    const onLost = (error: Error) =>
      logger.warn('executor: database connection lost', { error: error.message })
    // Without a listener on the client too, a restart of PostgreSQL ends the process.
    this.pool.on('error', onLost)
    this.pool.on('connect', (client) => client.on('error', onLost))
  }

  async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows
  }

  /** Runs `work` in one transaction and once more from the start when another transaction got in its way. */
  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attemptTransaction(work)
      } catch (error) {
        if (attempt === 4 || !isTransient(error)) throw error
      }
    }
  }

  private async attemptTransaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    let broken: Error | undefined
    try {
      await client.query('BEGIN')
      const result = await work(onClient(client))
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => {
        broken = lost
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  async end(): Promise<void> {
    await this.pool.end()
  }
}

const onClient = (client: PoolClient): Queryable => ({
  query: async <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows,
})
