import pg from 'pg'

/** An empty database on the server that the run brought up. @returns its owner's connection string */
export async function makeDatabase(name: string): Promise<string> {
  await asAdmin(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  return url.toString()
}

export const dropDatabase = (name: string): Promise<void> =>
  asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)

function serverUrl(): string {
  const url = process.env.POSTINO_TEST_DATABASE_URL
  if (!url) throw new Error('POSTINO_TEST_DATABASE_URL is not set: npm test -- e2e brings PostgreSQL up')
  return url
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
