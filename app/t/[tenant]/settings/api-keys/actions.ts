'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { createApiKey } from '@/lib/api/create-api-key'
import { CreateApiKeyInput, RevokeApiKeyInput } from '@/lib/api/inputs'
import { revokeApiKey } from '@/lib/api/revoke-api-key'

export const createApiKeyAction = agentAction({
  perm: 'settings.change',
  input: CreateApiKeyInput,
  run: createApiKey,
})

export const revokeApiKeyAction = agentAction({
  perm: 'settings.change',
  input: RevokeApiKeyInput,
  run: revokeApiKey,
})
