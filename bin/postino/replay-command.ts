import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { getEnv } from '@/lib/env'
import { ingestStoredMails } from '@/lib/ingest/ingest-stored-mails'
import { ingestSettings } from '@/lib/ingest/settings'
import { type ReplayedMail, replayMail } from '@/lib/inspection/replay-mail'
import { scopeOfRawMail } from '@/lib/inspection/scope-of-raw-mail'
import { writeReading } from '@/lib/inspection/write-reading'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import type { TenantScope } from '@/lib/tenancy/scope'
import { getTrail } from '@/lib/tickets/get-trail'
import { type GetTrailInput, RawMailId } from '@/lib/tickets/inputs'
import { createWiring, type Wiring } from '@/lib/wiring'
import { type Command, printJson, printLine, UsageError } from './command'

export const replayCommand: Command = {
  help: `
Usage: postino replay ID [--dry]

Reads a kept mail again with the code of today and prints what is different. Unless --dry is given, it is then done:
a mail in quarantine goes through the pipeline again, and a message shows what is read in it today, with the files that
are found in it today. Where a mail went, and what was answered to it, stays as it is, and nothing is ever made twice.

  --dry                          only say what would be different

  --json                         as one JSON object

Exit code 1 when something is different.`,
  options: { dry: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async ({ values, positionals: [given] }) => {
    const id = RawMailId.safeParse(given)
    if (!id.success) throw new UsageError('Which mail? postino replay ID')
    const scope = await scopeOfRawMail(id.data, 'replay')
    const wiring = await createWiring(getEnv())
    try {
      const replayed = await replayMail(scope, { rawMailId: id.data }, wiring.ingest, ingestSettings())
      const outcome = values.dry === true ? null : await replayForReal(scope, replayed, wiring)
      const { newReading: _, ...found } = replayed
      if (values.json) printJson({ ...found, replayedTo: outcome })
      else printReplayed(replayed, outcome)
      return replayed.differences.length > 0 ? 1 : 0
    } finally {
      await wiring.close()
    }
  },
}

const patienceMs = 30_000

/** @returns what was done; null when there was nothing to do */
async function replayForReal(
  scope: TenantScope,
  { rawMailId, state, newReading }: ReplayedMail,
  wiring: Wiring,
): Promise<string | null> {
  if (state === 'quarantined') return retry(scope, RawMailId.parse(rawMailId), wiring)
  if (newReading === null) return null
  await writeReading(scope, newReading, wiring.ingest)
  return 'its message shows what is read today'
}

/** As "try again" in the list of quarantine; then done here, unless a worker was quicker. */
async function retry(
  scope: TenantScope,
  rawMailId: GetTrailInput['rawMailId'],
  wiring: Wiring,
): Promise<string> {
  await retryQuarantinedMail(scope, { rawMailId })
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 250) {
    await ingestStoredMails(scope, wiring.ingest, ingestSettings(), now)
    const { outcome } = await getTrail(scope, { rawMailId })
    if (outcome !== null) return outcome
    await sleep(250)
  }
  return 'it waits for the worker'
}

function printReplayed(
  { outcome, reason, today, differences }: ReplayedMail,
  replayedTo: string | null,
): void {
  printLine(`Then: ${outcome ?? 'not decided yet'}${reason ? ` (${reason})` : ''}. Today: ${today}.`)
  if (differences.length === 0) printLine('Nothing is different.')
  for (const { where, stored, today: after } of differences) {
    printLine()
    printLine(where)
    printLine(`  - ${stored}`)
    printLine(`  + ${after}`)
  }
  if (replayedTo !== null) printLine(`\nReplayed for real: ${replayedTo}.`)
}
