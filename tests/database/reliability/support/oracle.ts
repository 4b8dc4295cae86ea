import type { TestDatabase } from '../../../support/database'
import type { SmtpSink } from '../../../support/smtp-sink'
import type { TenantWorld, World } from '../../../support/world'
import type { ChaosMail } from './ways-in'

/** What counts at the end. Everything but `sent`, `replies` and `uncertain` must be 0. */
export interface Verdict {
  sent: number
  lost: number
  doubled: number
  wrongTenant: number
  /** Tickets without a message, and messages kept in quarantine: none of these mails deserves it. */
  strayTickets: number
  quarantined: number
  replies: number
  repliesMissing: number
  repliesDoubled: number
  /** Accepted by our books and unknown to the server. */
  outLost: number
  outDoubled: number
  outWrongTenant: number
  /** Neither accepted nor uncertain. */
  outUnsettled: number
  /** Told to somebody as uncertain: the honest ending of a sender that died after the data began. */
  uncertain: number
}

export const isFaultless = (verdict: Verdict): boolean =>
  [
    verdict.lost + verdict.doubled + verdict.wrongTenant + verdict.strayTickets + verdict.quarantined,
    verdict.repliesMissing + verdict.repliesDoubled,
    verdict.outLost + verdict.outDoubled + verdict.outWrongTenant + verdict.outUnsettled,
  ].every((count) => count === 0)

export async function judge(
  database: TestDatabase,
  world: World,
  sink: SmtpSink,
  asked: { mails: readonly ChaosMail[]; replies: number },
): Promise<Verdict> {
  return {
    ...(await judgeMailsIn(database, world, asked.mails)),
    ...(await judgeReplies(database, asked.replies)),
    ...(await judgeMailsOut(database, world, sink)),
  }
}

async function judgeMailsIn(database: TestDatabase, world: World, mails: readonly ChaosMail[]) {
  const rows = await database.query<{ tenant_id: string; visible_text: string }>(
    "SELECT tenant_id, visible_text FROM message WHERE kind = 'inbound' AND subject LIKE 'Order %'",
  )
  const counts = new Map<string, number>()
  let wrongTenant = 0
  for (const row of rows) {
    const tenant = [world.a, world.b].find(({ tenantId }) => tenantId === row.tenant_id)
    const [, order, slug] = /^Order (\d+) of (\w+)\./.exec(row.visible_text) ?? []
    if (slug !== tenant?.slug) wrongTenant++
    const key = `${slug} ${order}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const found = mails.map(({ tenant, order }) => counts.get(`${tenant.slug} ${order}`) ?? 0)
  const [stray] = await database.query<{ tickets: number; quarantined: number }>(`
    SELECT (SELECT count(*)::int FROM ticket t WHERE NOT EXISTS (
        SELECT 1 FROM message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id)) AS tickets,
      (SELECT count(*)::int FROM raw_mail WHERE state = 'quarantined') AS quarantined`)
  return {
    sent: mails.length,
    lost: found.filter((count) => count === 0).length,
    doubled: rows.length - counts.size,
    wrongTenant,
    strayTickets: stray?.tickets ?? 0,
    quarantined: stray?.quarantined ?? 0,
  }
}

async function judgeReplies(database: TestDatabase, replies: number) {
  const rows = await database.query<{ visible_text: string }>(
    "SELECT visible_text FROM message WHERE kind = 'reply' AND visible_text LIKE 'Answer %'",
  )
  const distinct = new Set(rows.map((row) => /^Answer \d+/.exec(row.visible_text)?.[0]))
  return { replies, repliesMissing: replies - distinct.size, repliesDoubled: rows.length - distinct.size }
}

async function judgeMailsOut(database: TestDatabase, world: World, sink: SmtpSink) {
  const rows = await database.query<{ tenant_id: string; state: string; message_id_header: string }>(
    'SELECT tenant_id, state, message_id_header FROM outbound_mail',
  )
  const taken = new Map<string, { count: number; text: string }>()
  for (const entry of sink.ledger) {
    if (!entry.isTaken) continue
    const before = taken.get(entry.messageId)
    taken.set(entry.messageId, { count: (before?.count ?? 0) + 1, text: entry.bytes.toString('latin1') })
  }
  const countOf = (id: string) => taken.get(`<${id}>`)?.count ?? 0
  const own = new Set(rows.map((row) => `<${row.message_id_header}>`))
  const other = (tenantId: string): TenantWorld => (tenantId === world.a.tenantId ? world.b : world.a)
  const holdsOther = (row: { tenant_id: string; message_id_header: string }) => {
    const { slug } = other(row.tenant_id)
    return new RegExp(`of ${slug}\\b|support@${slug}`).test(
      taken.get(`<${row.message_id_header}>`)?.text ?? '',
    )
  }
  const isUncertain = (state: string) => state === 'uncertain'
  return {
    outLost: rows.filter((row) => row.state === 'accepted' && countOf(row.message_id_header) === 0).length,
    outDoubled:
      rows.filter((row) => countOf(row.message_id_header) > 1).length +
      [...taken.keys()].filter((id) => !own.has(id)).length,
    outWrongTenant: rows.filter(holdsOther).length,
    outUnsettled: rows.filter((row) => row.state !== 'accepted' && !isUncertain(row.state)).length,
    uncertain: rows.filter((row) => isUncertain(row.state)).length,
  }
}
