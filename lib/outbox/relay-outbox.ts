import { claimOutboxRows, deleteOutboxRows } from '@/lib/db/system'

/** A recorded fact on its way: the id makes a repetition the same event. */
export interface RelayedEvent {
  id: string
  name: string
  data: Record<string, unknown>
}

const batchSize = 200
const leaseMs = 30_000

/**
 * Hands recorded facts to the executor, oldest first, and forgets them when it has them. A crash in between sends
 * them again under the same id.
 *
 * @returns how many were relayed; a full batch means that more may wait
 */
export async function relayOutbox(
  send: (events: RelayedEvent[]) => Promise<void>,
): Promise<{ relayed: number; hasMore: boolean }> {
  const rows = await claimOutboxRows(batchSize, leaseMs)
  if (rows.length === 0) return { relayed: 0, hasMore: false }
  await send(rows.map(({ id, name, data }) => ({ id, name, data: toRecord(data) })))
  await deleteOutboxRows(rows.map((row) => row.id))
  return { relayed: rows.length, hasMore: rows.length === batchSize }
}

const toRecord = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : {}
