import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/**
 * Prisma's schema engine as WebAssembly, so that migrations need no binary to be downloaded. It keeps Prisma's
 * own `_prisma_migrations` table: `prisma migrate deploy` goes on from wherever this left off.
 */
const filters = { externalTables: [], externalEnums: [] }
let isLoaded = false

export interface SchemaFile {
  path: string
  content: string
}

/** Reads `prisma/schema/*.prisma` under the project's root. */
export async function readSchemaFiles(rootDir: string): Promise<SchemaFile[]> {
  const dir = path.join(rootDir, 'prisma/schema')
  const names = (await readdir(dir)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: path.join(dir, name),
      content: await readFile(path.join(dir, name), 'utf8'),
    })),
  )
}

/**
 * Applies what `prisma/migrations` holds and the database has not seen.
 * @returns the names of the migrations applied now
 */
export async function applyMigrations(rootDir: string, connectionString: string): Promise<string[]> {
  const baseDir = path.join(rootDir, 'prisma/migrations')
  return withEngine(rootDir, connectionString, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await listMigrations(baseDir),
      filters,
    })
    return appliedMigrationNames
  })
}

/** The SQL that leads from the database to the schema files; a comment when they agree. */
export async function diffDatabaseToSchema(rootDir: string, connectionString: string): Promise<string> {
  return withEngine(rootDir, connectionString, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: await readSchemaFiles(rootDir), configDir: rootDir },
      to: { tag: 'schemaDatamodel', files: await readSchemaFiles(rootDir) },
      script: true,
      exitCode: null,
      filters,
    })
    return stdout ?? ''
  })
}

async function withEngine<T>(
  rootDir: string,
  connectionString: string,
  work: (engine: engineBindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine()
  const datamodels = (await readSchemaFiles(rootDir)).map((file): [string, string] => [
    file.path,
    file.content,
  ])
  const pool = new pg.Pool({ connectionString, max: 2, Client: CatalogueClient })
  const factory = new WholeScriptPg(pool)
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(factory)
    const engine = await engineBindings.SchemaEngine.new({ datamodels }, () => {}, adapter)
    return await work(engine)
  } catch (error) {
    throw factory.scriptError ?? error
  } finally {
    await pool.end()
  }
}

/**
 * The adapter splits a script at every semicolon, also inside function bodies and comments. PostgreSQL's simple
 * protocol takes the whole script, and runs it as one transaction: a migration is applied or is not.
 */
class WholeScriptPg extends PrismaPg {
  /** Why a script failed: the engine only says that one did. */
  scriptError: unknown
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super(pool)
    this.#pool = pool
  }

  override async connect() {
    const connection = await super.connect()
    connection.executeScript = async (script) => {
      try {
        await this.#pool.query(script)
      } catch (error) {
        this.scriptError = error
        throw error
      }
    }
    const queryRaw = connection.queryRaw.bind(connection)
    connection.queryRaw = async (query) => withOneByteChars(await queryRaw(query))
    return connection
  }
}

async function loadEngine(): Promise<void> {
  if (isLoaded) return
  const require = createRequire(import.meta.url)
  const wasmPath = path.join(
    path.dirname(require.resolve('@prisma/schema-engine-wasm')),
    'schema_engine_bg.wasm',
  )
  const module = new WebAssembly.Module(await readFile(wasmPath))
  const bindings = engineBindings as unknown as WebAssembly.ModuleImports & {
    __wbg_set_wasm(exports: unknown): void
  }
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  isLoaded = true
}

async function listMigrations(baseDir: string) {
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  )
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}

const oneByteCharOid = 18
const textOid = 25
const oneByteCharColumns = new Set<string>()

/**
 * The catalogues use PostgreSQL's one-byte type "char", which the adapter refuses and the engine insists on.
 * It travels as text, and becomes a character again in `withOneByteChars`.
 */
class CatalogueClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const wire: { connection: NodeJS.EventEmitter } = Object(this)
    wire.connection.on('rowDescription', (message: { fields: { name: string; dataTypeID: number }[] }) => {
      for (const field of message.fields) {
        if (field.dataTypeID !== oneByteCharOid) continue
        field.dataTypeID = textOid
        oneByteCharColumns.add(field.name)
      }
    })
  }
}

function withOneByteChars(result: SqlResultSet): SqlResultSet {
  result.columnNames.forEach((name, index) => {
    if (!oneByteCharColumns.has(name)) return
    result.columnTypes[index] = ColumnTypeEnum.Character
    for (const row of result.rows) if (row[index] === '') row[index] = '\u0000'
  })
  return result
}
