import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { announce } from '@/lib/live/announce'
import { alarmChange } from '@/lib/live/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { decideAlarms, isSilent, learn } from './rules'
import {
  closeAlarm,
  deleteOldAlarms,
  forgetPutOff,
  insertAlarm,
  listArrivals,
  listBreaks,
  listOpenAlarms,
  listRhythms,
  renameAlarm,
  saveRhythm,
} from './store'
import type { AlarmKind, Break } from './types'

const troubleKinds: readonly AlarmKind[] = ['mailbox', 'channel', 'storage', 'backlog', 'announced', 'flood']
const silenceKinds: readonly AlarmKind[] = ['silent']
const keepClearedMs = 30 * 24 * 3_600_000
const firstLookMs = 14 * 24 * 3_600_000

/**
 * Compares what is broken in a tenant with the alarms that are open, and opens and closes alarms. Mail that was put off
 * because nothing could be stored is a thing of the past when the store is well.
 */
export async function watchTenant(
  scope: TenantScope,
  { isStorageWell }: { isStorageWell: boolean },
): Promise<void> {
  const at = now()
  await withTenant(scope, async (db) => {
    if (isStorageWell) await forgetPutOff(db)
    const breaks = await listBreaks(db)
    await applyBreaks(db, breaks, troubleKinds, at)
  })
}

/** Learns how often mail comes to each mailbox, and raises an alarm for those where it stopped coming. */
export async function watchSilence(scope: TenantScope): Promise<void> {
  const at = now()
  await withTenant(scope, async (db) => {
    const rhythms = await listRhythms(db)
    const lastLooks = rhythms.map(({ checkedAt }) => checkedAt?.getTime() ?? at.getTime() - firstLookMs)
    const since = new Date(Math.min(at.getTime(), ...lastLooks))
    const { arrivals, upTo } = await listArrivals(db, since, at)
    const silent: Break[] = []
    for (const { mailboxId, name, checkedAt, isKnownSilent, ...before } of rhythms) {
      const own = arrivals
        .filter((one) => one.mailboxId === mailboxId && (!checkedAt || one.receivedAt > checkedAt))
        .map((one) => one.receivedAt)
      const rhythm = learn(before, own, isKnownSilent)
      await saveRhythm(db, mailboxId, rhythm, checkedAt && checkedAt > upTo ? checkedAt : upTo)
      if (rhythm.lastMailAt && isSilent(rhythm, at))
        silent.push({ kind: 'silent', subjectId: mailboxId, name, word: 'no-mail', since: rhythm.lastMailAt })
    }
    await applyBreaks(db, silent, silenceKinds, at)
    await deleteOldAlarms(db, new Date(at.getTime() - keepClearedMs))
  })
}

async function applyBreaks(
  db: Parameters<typeof listBreaks>[0],
  breaks: readonly Break[],
  kinds: readonly AlarmKind[],
  at: Date,
): Promise<void> {
  const changes = decideAlarms(breaks, await listOpenAlarms(db), kinds, at)
  for (const one of changes.toOpen) await insertAlarm(db, one, at)
  for (const { id, word } of changes.toRename) await renameAlarm(db, id, word, at)
  for (const alarm of changes.toClose) await closeAlarm(db, alarm, at)
  const { toOpen, toRename, toClose } = changes
  if (toOpen.length + toRename.length + toClose.length > 0) await announce(db, [alarmChange])
}
