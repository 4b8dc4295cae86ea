import type { TenantDb, TenantReads } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { type Rhythm, remindAfterMs } from './rules'
import type { AlarmDto, Break, DueNotice, OpenAlarm } from './types'

const maxBreaks = 200
const failuresOfPassingTrouble = 3
/** What was waited for in vain: told anew, and never over. */
const mailLost = 'mail-lost'

/**
 * Mailboxes, ways out, storage, mail that is not read and senders of too much: what is wrong with them now. A server that is away is dated
 * from the last time that it was well, since its trouble has many words.
 */
export async function listBreaks(db: TenantDb): Promise<Break[]> {
  return db.$queryRaw<Break[]>`
    (SELECT 'mailbox' AS kind, c.mailbox_id AS "subjectId", m.name, c.state AS word,
        CASE WHEN c.state IN ('unreachable', 'server-ill', 'throttled', 'protocol-broken')
          THEN coalesce(c.last_success_at, m.created_at) ELSE c.state_since END AS since
      FROM mailbox_connection c JOIN mailbox m ON m.id = c.mailbox_id
      WHERE c.removed_at IS NULL AND m.paused_at IS NULL AND c.state NOT IN ('new', 'well')
        AND (c.failures >= ${failuresOfPassingTrouble}::int
          OR c.state NOT IN ('unreachable', 'server-ill', 'throttled', 'protocol-broken')) LIMIT ${maxBreaks}::int)
    UNION ALL
    (SELECT 'channel', id, name, trouble, coalesce(trouble_since, now()) FROM outbound_channel
      WHERE trouble IS NOT NULL AND is_active AND removed_at IS NULL LIMIT ${maxBreaks}::int)
    UNION ALL
    (SELECT 'storage', t.id, '', CASE WHEN u.put_off_since IS NULL THEN 'storage-full' ELSE 'storage-unavailable' END,
        coalesce(u.put_off_since, now())
      FROM tenant t JOIN tenant_usage u ON u.tenant_id = t.id
      WHERE u.stored_bytes >= t.storage_quota_bytes OR u.put_off_since IS NOT NULL)
    UNION ALL
    (SELECT 'backlog', tenant_id, '', 'mail-waits', min(received_at) FROM raw_mail
      WHERE state = 'kept' AND received_at < now() - interval '10 minutes' GROUP BY tenant_id)
    UNION ALL
    (SELECT 'announced', tenant_id, '', CASE WHEN bool_or(state = 'expired') THEN ${mailLost} ELSE 'mail-not-fetched' END,
        min(announced_at)
      FROM inbound_fetch
      WHERE state = 'waiting' AND trouble IS NOT NULL AND announced_at < now() - interval '10 minutes'
        OR state = 'expired' AND settled_at > now() - interval '1 day'
      GROUP BY tenant_id)
    UNION ALL
    (SELECT 'flood', h.customer_id, r.from_address, 'too-many-from-sender', r.received_at
      FROM postino_first_held(${maxBreaks}::int) h JOIN raw_mail r ON r.id = h.raw_mail_id)`
}

/** The store takes mail again. */
export async function forgetPutOff(db: TenantDb): Promise<void> {
  await db.$executeRaw`UPDATE tenant_usage SET put_off_since = NULL WHERE put_off_since IS NOT NULL`
}

export const listOpenAlarms = (db: TenantDb): Promise<OpenAlarm[]> => db.$queryRaw<OpenAlarm[]>`
    SELECT id, kind, subject_id AS "subjectId", word FROM alarm WHERE cleared_at IS NULL LIMIT 1000`

export async function insertAlarm(db: TenantDb, one: Break, at: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO alarm (id, kind, subject_id, name, word, since, opened_at, next_notice_at)
    VALUES (${newId()}::uuid, ${one.kind}, ${one.subjectId}::uuid, ${one.name}, ${one.word}, ${one.since}, ${at}, ${at})
    ON CONFLICT (tenant_id, kind, subject_id) WHERE cleared_at IS NULL DO NOTHING`
}

export async function renameAlarm(db: TenantDb, id: string, word: string, at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE alarm SET word = ${word},
      next_notice_at = CASE WHEN ${word} = ${mailLost} THEN ${at}::timestamptz ELSE next_notice_at END
    WHERE id = ${id}::uuid AND cleared_at IS NULL`
}

/** Over. Who was told of it is told of that too, unless it went away with its mailbox or channel. */
export async function closeAlarm(db: TenantDb, alarm: OpenAlarm, at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE alarm SET cleared_at = ${at}, claimed_until = NULL,
      next_notice_at = CASE WHEN notices > 0 AND word <> ${mailLost} AND (kind NOT IN ('mailbox', 'channel', 'silent') OR EXISTS (
          SELECT 1 FROM mailbox m LEFT JOIN mailbox_connection c ON c.mailbox_id = m.id
          WHERE m.id = alarm.subject_id AND m.paused_at IS NULL AND c.removed_at IS NULL
        ) OR EXISTS (
          SELECT 1 FROM outbound_channel o WHERE o.id = alarm.subject_id AND o.is_active AND o.removed_at IS NULL
        )) THEN ${at}::timestamptz END
    WHERE id = ${alarm.id}::uuid AND cleared_at IS NULL`
}

/** Takes the mails that are due, so that of several workers one sends them. */
export async function claimNotices(db: TenantDb, at: Date, leaseMs: number): Promise<DueNotice[]> {
  return db.$queryRaw<DueNotice[]>`
    UPDATE alarm SET claimed_until = ${at}::timestamptz + ${leaseMs}::int * interval '1 millisecond'
    WHERE next_notice_at <= ${at} AND (claimed_until IS NULL OR claimed_until <= ${at})
    RETURNING id, kind, name, word, since, cleared_at AS "clearedAt", notices`
}

/** They were told. What goes on is told again in a day; what is over is forgotten. */
export async function recordNotices(db: TenantDb, ids: readonly string[], at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE alarm SET notices = notices + 1, claimed_until = NULL,
      next_notice_at = CASE WHEN cleared_at IS NULL
        THEN ${at}::timestamptz + ${remindAfterMs}::int * interval '1 millisecond' END
    WHERE id = ANY(${ids}::uuid[])`
}

export async function deleteOldAlarms(db: TenantDb, clearedBefore: Date): Promise<void> {
  await db.$executeRaw`
    DELETE FROM alarm WHERE cleared_at < ${clearedBefore} AND next_notice_at IS NULL`
}

/** For the pages: oldest first, at most 20. */
export async function listAlarmDtos(db: TenantReads): Promise<AlarmDto[]> {
  const rows = await db.$queryRaw<(Omit<AlarmDto, 'since'> & { since: Date })[]>`
    SELECT id, kind, name, word, since FROM alarm WHERE cleared_at IS NULL ORDER BY since, id LIMIT 20`
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }))
}

export interface MailboxRhythm extends Rhythm {
  mailboxId: string
  name: string
  checkedAt: Date | null
  isKnownSilent: boolean
}

export async function listRhythms(db: TenantDb): Promise<MailboxRhythm[]> {
  const rows = await db.$queryRaw<(Omit<MailboxRhythm, 'longestGapMs'> & { longestGapMs: number })[]>`
    SELECT m.id AS "mailboxId", m.name, coalesce(r.mails, 0) AS mails, r.last_mail_at AS "lastMailAt",
      coalesce(r.longest_gap_ms, 0)::float8 AS "longestGapMs", r.checked_at AS "checkedAt",
      EXISTS (SELECT 1 FROM alarm a WHERE a.kind = 'silent' AND a.subject_id = m.id AND a.cleared_at IS NULL)
        AS "isKnownSilent"
    FROM mailbox m LEFT JOIN mailbox_rhythm r ON r.mailbox_id = m.id
    LEFT JOIN mailbox_connection c ON c.mailbox_id = m.id
    WHERE m.paused_at IS NULL AND c.removed_at IS NULL ORDER BY m.id LIMIT 1000`
  return rows
}

const maxArrivals = 5_000

export interface Arrivals {
  /** Oldest first. */
  arrivals: { mailboxId: string; receivedAt: Date }[]
  /** Up to when all are in the list: of a flood the rest is for the next look. */
  upTo: Date
}

/** When mails came since then. */
export async function listArrivals(db: TenantDb, since: Date, at: Date): Promise<Arrivals> {
  const arrivals = await db.$queryRaw<Arrivals['arrivals']>`
    SELECT mailbox_id AS "mailboxId", received_at AS "receivedAt" FROM raw_mail
    WHERE state IN ('kept', 'processed', 'quarantined') AND received_at > ${since} AND received_at <= ${at}
      AND NOT is_sent_copy
    ORDER BY received_at LIMIT ${maxArrivals}::int`
  const isAll = arrivals.length < maxArrivals
  return { arrivals, upTo: isAll ? at : (arrivals.at(-1)?.receivedAt ?? at) }
}

export async function saveRhythm(
  db: TenantDb,
  mailboxId: string,
  rhythm: Rhythm,
  checkedAt: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO mailbox_rhythm (mailbox_id, mails, last_mail_at, longest_gap_ms, checked_at)
    VALUES (${mailboxId}::uuid, ${rhythm.mails}::int, ${rhythm.lastMailAt}::timestamptz,
      ${Math.round(rhythm.longestGapMs)}::bigint, ${checkedAt}::timestamptz)
    ON CONFLICT (tenant_id, mailbox_id) DO UPDATE SET mails = EXCLUDED.mails, last_mail_at = EXCLUDED.last_mail_at,
      longest_gap_ms = EXCLUDED.longest_gap_ms, checked_at = EXCLUDED.checked_at`
}
