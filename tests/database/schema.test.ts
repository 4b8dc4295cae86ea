import path from 'node:path'
import { expect, test } from 'vitest'
import { applyMigrations, diffDatabaseToSchema } from '@/lib/db/schema-engine'
import { testDatabase } from '../support/database'

const rootDir = path.resolve(import.meta.dirname, '../..')
const database = testDatabase()

test('the migrations lead to exactly what the schema files say', async () => {
  expect(await diffDatabaseToSchema(rootDir, database.url)).toContain('This is an empty migration')
})

test('a second run of the migrations applies nothing', async () => {
  expect(await applyMigrations(rootDir, database.url)).toEqual([])
})
