import type { TenantReads } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import type { CallerScope } from '@/lib/tenancy/scope'
import { findActiveAgentName } from './store'

/** Who wrote a reply or note: always a person, whom customers and colleagues can ask. */
export interface Author {
  membershipId: string
  displayName: string
}

/**
 * The acting agent; a program says for whom it writes.
 *
 * @throws AppError `not_found` for a person who is no active agent here; `invalid_input` when a program names nobody
 */
export async function findAuthor(
  db: TenantReads,
  { actor }: CallerScope,
  authorId?: string,
): Promise<Author> {
  if (actor.kind === 'agent') return { membershipId: actor.membershipId, displayName: actor.displayName }
  if (authorId === undefined) throw new AppError('invalid_input', 'a program writes for an agent')
  const displayName = await findActiveAgentName(db, authorId)
  if (displayName === null) throw notFound('agent')
  return { membershipId: authorId, displayName }
}

/** What a person's browser sends, and the agent for whom a program writes. */
export type WrittenBy<T> = T & { authorId?: string | undefined }
