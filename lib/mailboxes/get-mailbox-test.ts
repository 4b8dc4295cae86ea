import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { MailboxTestDto } from './dtos'
import type { GetMailboxTestInput } from './inputs'
import { findMailboxTest } from './settings-store'

/** What became of a test. @throws AppError `not_found` */
export async function getMailboxTest(
  scope: TenantScope,
  { mailboxTestId }: GetMailboxTestInput,
): Promise<MailboxTestDto> {
  const test = await withTenant(scope, (db) => findMailboxTest(db, mailboxTestId))
  if (!test) throw notFound('test')
  return test
}
