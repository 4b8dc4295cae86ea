import type { KeyScope } from '@/lib/tenancy/key-scopes'

/** A key as the settings show it: never its secret. */
export interface ApiKeyDto {
  id: string
  name: string
  prefix: string
  scopes: KeyScope[]
  createdBy: string
  createdAt: string
  lastUsedAt: string | null
  expiresAt: string | null
  isOver: boolean
}

/** The one time that a secret is seen. */
export interface CreatedApiKey {
  key: ApiKeyDto
  secret: string
}
