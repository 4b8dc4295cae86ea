import type { z } from 'zod'
import type { ApiOperation } from '@/lib/api/operation'
import type { Permission } from '@/lib/tenancy/permissions'

/**
 * What every wrapped entrance says about itself. tests/http walks app/**, and an export that is not in here fails
 * it: an entrance nobody wrapped cannot be forgotten.
 */
export type EntranceFacts =
  | { kind: 'action' | 'route'; perm: Permission; input: z.ZodType }
  | { kind: 'api'; operation: ApiOperation; input: z.ZodType }
  | { kind: 'open'; reason: string }

const known = new WeakMap<object, EntranceFacts>()

export function recordEntrance<F extends object>(handler: F, facts: EntranceFacts): F {
  known.set(handler, facts)
  return handler
}

export const factsOfEntrance = (handler: unknown): EntranceFacts | undefined =>
  typeof handler === 'function' ? known.get(handler) : undefined
