import { z } from 'zod'

/** `since`: when the page was read that now listens, in milliseconds since 1970, by the server's clock. */
export const ListenInput = z.strictObject({
  since: z.coerce.number().int().min(0).max(8.64e15).optional(),
})
