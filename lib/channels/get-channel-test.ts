import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { GetChannelTestInput } from './inputs'
import { findChannelTest } from './store'
import type { ChannelTestDto } from './types'

/** What became of a test. @throws AppError `not_found` */
export async function getChannelTest(
  scope: TenantScope,
  { channelTestId }: GetChannelTestInput,
): Promise<ChannelTestDto> {
  const test = await withTenant(scope, (db) => findChannelTest(db, channelTestId))
  if (!test) throw notFound('test')
  return test
}
