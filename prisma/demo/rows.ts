import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'

/** The same name gives the same id on every machine (RFC 9562, 5.8: our own content under version 8). */
export function demoId(name: string): string {
  const bytes = createHash('sha256').update(`postino demo: ${name}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Inserts rows in one statement. All rows name the same columns; what they leave out gets its default. */
export async function insertRows(
  db: ClientBase,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
    .map((column) => `"${column}"`)
    .join(', ')
  await db.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1)`,
    [JSON.stringify(rows)],
  )
}
