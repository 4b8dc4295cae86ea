import { AppError } from '@/lib/errors'

/** Where a page of a list that is sorted by time and id ends. */
export interface Keyset {
  at: Date
  id: string
}

export const encodeCursor = ({ at, id }: Keyset): string =>
  Buffer.from(`${at.getTime()}:${id}`).toString('base64url')

/** @throws AppError `invalid_input` for anything that `encodeCursor` did not make */
export function decodeCursor(cursor: string): Keyset {
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const [, ms, id] =
    /^(\d{1,14}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(text) ?? []
  if (ms === undefined || id === undefined) throw new AppError('invalid_input', 'not a cursor of ours')
  return { at: new Date(Number(ms)), id }
}
