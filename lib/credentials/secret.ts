import { z } from 'zod'
import type { Secret } from './types'

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), password: z.string() }),
  z.object({ kind: z.literal('oauth'), accessToken: z.string(), refreshToken: z.string() }),
  z.object({ kind: z.literal('api_key'), apiKey: z.string() }),
])

/** @throws Error that repeats nothing of what was sealed */
export function parseSecret(opened: unknown): Secret {
  const result = schema.safeParse(opened)
  if (!result.success) throw new Error('a sealed secret has another form than expected')
  return result.data
}
