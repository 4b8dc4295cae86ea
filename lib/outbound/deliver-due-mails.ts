import { withTenantSql } from '@/lib/db/tenant-sql'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type DeliveryPorts, deliverOutboundMail } from './deliver-outbound-mail'
import { listDueMails } from './store'

const batchSize = 50
/** Attempts at the same moment; a slow server holds up one lane. */
const lanes = 4

/**
 * One attempt for each mail of a tenant whose time has come, the most overdue first, up to 50.
 *
 * @returns whether more may wait
 */
export async function deliverDueMails(
  scope: TenantScope,
  ports: DeliveryPorts,
): Promise<{ hasMore: boolean }> {
  const due = await withTenantSql(scope, (db) => listDueMails(db, batchSize))
  const isFull = due.length === batchSize
  const lane = async () => {
    for (let outboundMailId = due.shift(); outboundMailId; outboundMailId = due.shift()) {
      await deliverOutboundMail(scope, { outboundMailId }, ports)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { hasMore: isFull }
}
