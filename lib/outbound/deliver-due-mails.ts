import { withTenantSql } from '@/lib/db/tenant-sql'
import type { TenantScope } from '@/lib/tenancy/scope'
import { together } from '@/lib/together'
import { type DeliveryBook, type DeliveryPorts, deliverOutboundMail } from './deliver-outbound-mail'
import { DueMails } from './due-mails'
import { type DeliveryOutcome, recordOutcomes } from './record-outcomes'
import { type ClaimedOutboundMail, recordDataBegan } from './store'

/** Attempts at the same moment; a slow server holds up one lane. */
const lanes = 4
const extendEveryMs = 10_000
/** The lanes send at one pace: with so little patience they come to the book at the same time. */
const waitMs = 4

/**
 * One attempt for each mail of a tenant whose time has come, up to 50; of some alone if `only`. One that fails in an
 * unexpected way does not keep the others back; its lease ends by itself.
 *
 * @returns whether more may wait
 * @throws what the first of them failed with
 */
export async function deliverDueMails(
  scope: TenantScope,
  ports: DeliveryPorts,
  options: { only?: string[] } = {},
): Promise<{ hasMore: boolean }> {
  const due = new DueMails(scope, options)
  const book = openBook(scope)
  const failures: unknown[] = []
  const lane = async () => {
    for (let mail = await due.next(); mail; mail = await due.next()) {
      try {
        await deliverOutboundMail(scope, mail, ports, book)
      } catch (error) {
        failures.push(error)
      }
      due.done(mail)
    }
  }
  const extension = setInterval(() => due.extend(), extendEveryMs)
  try {
    const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
    failures.push(...ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])))
  } finally {
    clearInterval(extension)
  }
  if (failures.length > 0) throw failures[0]
  return { hasMore: due.mayHaveMore }
}

/** Each page of it is one transaction: what the lanes have to say at the same time stands on the same page. */
function openBook(scope: TenantScope): DeliveryBook {
  return {
    dataBegan: together(
      async (mails: ClaimedOutboundMail[]) => {
        const begun = new Set(await withTenantSql(scope, (db) => recordDataBegan(db, mails)))
        return mails.map(({ id }) => begun.has(id))
      },
      { waitMs },
    ),
    settled: together(
      async (outcomes: DeliveryOutcome[]) => {
        await withTenantSql(scope, (db) => recordOutcomes(scope, db, outcomes))
        return outcomes.map(() => undefined)
      },
      { waitMs },
    ),
  }
}
