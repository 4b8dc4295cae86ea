import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { getEnv } from '@/lib/env'
import { ingestStoredMails } from '@/lib/ingest/ingest-stored-mails'
import { ingestSettings } from '@/lib/ingest/settings'
import { type ReplayedMail, replayMail } from '@/lib/inspection/replay-mail'
import { scopeOfRawMail } from '@/lib/inspection/scope-of-raw-mail'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import type { TenantScope } from '@/lib/tenancy/scope'
import { getTrail } from '@/lib/tickets/get-trail'
import { type GetTrailInput, RawMailId } from '@/lib/tickets/inputs'
import { createWiring, type Wiring } from '@/lib/wiring'
import { type Command, printJson, printLine, UsageError } from './command'

export const replayCommand: Command = {
  help: `
Usage: postino replay ID [--dry]

Reads a kept mail again with the code of today and prints what would be different. Nothing is changed by that, and
nothing is ever made twice. Only a mail in quarantine goes through the pipeline again for real, unless --dry is given:
what already became a ticket, a message or a record stays as it is.

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
      const isForReal = replayed.state === 'quarantined' && values.dry !== true
      const outcome = isForReal ? await replayForReal(scope, id.data, wiring) : null
      if (values.json) printJson({ ...replayed, replayedTo: outcome })
      else printReplayed(replayed, outcome)
      return replayed.differences.length > 0 ? 1 : 0
    } finally {
      await wiring.close()
    }
  },
}

const patienceMs = 30_000

/** As "try again" in the list of quarantine; then done here, unless a worker was quicker. */
async function replayForReal(
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
