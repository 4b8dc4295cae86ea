import type { RecipientRecord } from './types'

/** Why a recipient did not get a mail, as his record keeps it: of what nothing is known nothing is said. */
export const withReason = (reason: string | undefined): Pick<RecipientRecord, 'reason'> =>
  reason === undefined || reason === 'undefined' ? {} : { reason }
