import { withTenant } from '@/lib/db/with-tenant'
import { getEnv } from '@/lib/env'
import type { TenantScope } from '@/lib/tenancy/scope'
import { listChannelRows } from './store'
import type { ChannelDto } from './types'

/** The ways out of a tenant, the default first; never a secret. */
export async function listChannels(scope: TenantScope): Promise<ChannelDto[]> {
  const rows = await withTenant(scope, (db) => listChannelRows(db))
  return rows.map(({ hasWebhookSecret, ...row }) => ({
    ...row,
    webhook: row.kind === 'resend' ? { url: webhookUrl(row.id), isSet: hasWebhookSecret } : null,
  }))
}

const webhookUrl = (channelId: string): string =>
  new URL(`/api/webhooks/resend/${channelId}`, getEnv().BASE_URL).toString()
