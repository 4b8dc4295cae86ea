import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { decodeCursor, encodeCursor } from '@/lib/tickets/cursor'
import type { ListQuarantineInput } from '@/lib/tickets/inputs'
import { readQuarantinePage } from './store'
import type { QuarantinePage } from './types'

/**
 * Mails that became no ticket by themselves, newest first, each with its reason.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function listQuarantine(
  scope: TenantScope,
  input: ListQuarantineInput,
): Promise<QuarantinePage> {
  const before = input.cursor === undefined ? null : decodeCursor(input.cursor)
  const found = await withTenant(scope, (db) => readQuarantinePage(db, { before, limit: input.limit + 1 }))
  const rows = found.slice(0, input.limit)
  const last = rows.at(-1)
  const hasMore = found.length > input.limit && last !== undefined
  return {
    items: rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
    nextCursor: hasMore ? encodeCursor({ at: last.receivedAt, id: last.rawMailId }) : null,
  }
}
