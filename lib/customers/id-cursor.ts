import { AppError } from '@/lib/errors'

/** Where a page of a list that is sorted by id, newest first, ends: ids rise with time. */
export const encodeIdCursor = (id: string): string => Buffer.from(`id:${id}`).toString('base64url')

/** @throws AppError `invalid_input` for anything that `encodeIdCursor` did not make */
export function decodeIdCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const id = /^id:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(text)?.[1]
  if (id === undefined)
    throw new AppError('invalid_input', 'not a cursor of ours', { details: { fields: ['cursor'] } })
  return id
}

/** Of one row more than a page holds, the page and where the next one begins. */
export function pageOfRows<T extends { id: string }>(
  rows: T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeIdCursor(last.id) : null }
}
