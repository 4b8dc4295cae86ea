/** What an API key may do. A key has those it was made with and no others; none of them means "everything". */
export const keyScopes = [
  'tickets:read',
  'tickets:write',
  'messages:write',
  'customers:read',
  'customers:write',
  'organizations:read',
  'organizations:write',
  'queues:read',
  'states:read',
  'mailboxes:read',
] as const

export type KeyScope = (typeof keyScopes)[number]

export const isKeyScope = (text: string): text is KeyScope => keyScopes.some((scope) => scope === text)
