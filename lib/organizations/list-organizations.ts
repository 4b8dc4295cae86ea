import { decodeIdCursor, pageOfRows } from '@/lib/customers/id-cursor'
import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type OrganizationDto, readOrganizationPage } from './store'

/**
 * A page of the organizations, newest first; `name` is the whole name.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function listOrganizations(
  scope: TenantScope,
  input: { name?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: OrganizationDto[]; nextCursor: string | null }> {
  const filter = {
    name: input.name ?? null,
    beforeId: input.cursor === undefined ? null : decodeIdCursor(input.cursor),
    limit: input.limit + 1,
  }
  return pageOfRows(await withTenant(scope, (db) => readOrganizationPage(db, filter)), input.limit)
}
