import { afterAll, beforeAll } from 'vitest'
import { testDatabase } from './database'
import { createTestPipeline, type TestPipeline } from './ingest'
import { createWorld, type World } from './world'

/** What a file of tests about mails that come in begins with, once it has called `setUpIngest`: there from beforeAll on. */
export const database = testDatabase()
export let world: World
export let pipeline: TestPipeline

export function setUpIngest(): void {
  beforeAll(async () => {
    world = await createWorld(database)
    pipeline = await createTestPipeline()
  })
  afterAll(() => pipeline.close())
}

/** The mail of ours that went to an address. */
export async function sentTo(address: string) {
  const [mail] = await database.query<{ id: string; messageId: string; state: string; recipients: unknown }>(
    `SELECT id, message_id_header AS "messageId", state, recipients FROM outbound_mail
     WHERE recipients->0->>'address' = $1`,
    [address],
  )
  if (!mail) throw new Error('nothing was sent')
  return mail
}

export const countRows = async (table: string): Promise<number> =>
  (await database.query(`SELECT FROM ${table}`)).length
