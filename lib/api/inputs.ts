import { z } from 'zod'
import { keyScopes } from '@/lib/tenancy/key-scopes'

/** What the settings of API keys may ask. Strict, like every input. */
export const ApiKeyId = z.uuid().brand('ApiKeyId')

/** Days until a key ends by itself; null: until it is revoked. */
const lifetimes = [30, 90, 365] as const

export const CreateApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(keyScopes)).min(1).max(keyScopes.length),
  lifetimeDays: z
    .literal([...lifetimes])
    .nullable()
    .default(null),
})
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>

export const RevokeApiKeyInput = z.strictObject({ apiKeyId: ApiKeyId })
export type RevokeApiKeyInput = z.infer<typeof RevokeApiKeyInput>
