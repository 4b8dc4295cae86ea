import type { KeyScope } from './key-scopes'

/** What an agent may be in a tenant. */
export type MemberRole = 'owner' | 'admin' | 'agent'

/** Who acts. An API key is a program of the tenant; the system acts when a mail arrives or a timer fires. */
export type Actor =
  | { kind: 'agent'; membershipId: string; userId: string; role: MemberRole; displayName: string }
  | { kind: 'api-key'; apiKeyId: string; name: string; keyScopes: readonly KeyScope[] }
  | { kind: 'system'; name: string }

/** One tenant, and who acts in it. The only thing `withTenant` takes; made by the entrance or from an event. */
export interface TenantScope {
  readonly tenantId: string
  readonly actor: Actor
}

/** The scope of background work: the event names the tenant, nothing else is ambient. */
export const systemScope = (tenantId: string, name: string): TenantScope => ({
  tenantId,
  actor: { kind: 'system', name },
})

/** The scope of a person's request. */
export interface AgentScope extends TenantScope {
  readonly actor: Extract<Actor, { kind: 'agent' }>
  readonly tenant: { slug: string; name: string; locale: string }
  readonly sessionId: string
}

/** The scope of a program's request. */
export interface ApiScope extends TenantScope {
  readonly actor: Extract<Actor, { kind: 'api-key' }>
}

/** Whoever asks from outside: a person in a browser, or a program with its key. */
export type CallerScope = AgentScope | ApiScope
