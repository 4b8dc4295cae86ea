import { listQuarantine } from '@/lib/quarantine/list-quarantine'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import type { QuarantineItem } from '@/lib/quarantine/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { scopeOfTenant } from '@/lib/tenancy/scope-of-tenant'
import { getTrail } from '@/lib/tickets/get-trail'
import { type GetTrailInput, ListQuarantineInput, RawMailId } from '@/lib/tickets/inputs'
import { type Command, type OptionValues, printJson, printLine, requireOption, UsageError } from './command'
import { printTrail } from './trail-words'

export const quarantineCommand: Command = {
  help: `
Usage: postino quarantine --tenant SLUG            the mails that became no ticket, newest first
       postino quarantine show ID --tenant SLUG    why it is there
       postino quarantine retry ID --tenant SLUG   sends it through the pipeline again; a worker does that
       postino quarantine accept ID --tenant SLUG  the same, as a mail that a person wrote: it becomes a ticket

  --json                         as JSON, one object a line`,
  options: { tenant: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals: [what = 'list', given] }) => {
    const scope = await scopeOfTenant(requireOption(values, 'tenant'), 'quarantine')
    if (what === 'list') await list(scope, values)
    else if (what === 'show') await show(scope, idOf(given), values)
    else if (what === 'retry' || what === 'accept')
      await retryQuarantinedMail(scope, { rawMailId: idOf(given), asTicket: what === 'accept' })
    else throw new UsageError(`quarantine knows list, show, retry and accept, not "${what}".`)
    return 0
  },
}

async function list(scope: TenantScope, values: OptionValues): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await listQuarantine(scope, ListQuarantineInput.parse({ cursor, limit: 100 }))
    for (const mail of page.items) {
      if (values.json) printJson(mail)
      else printLine(lineOf(mail))
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

const lineOf = ({ rawMailId, receivedAt, reason, from, subject, heldBehind }: QuarantineItem): string =>
  `${rawMailId}  ${receivedAt}  ${reason}${heldBehind > 0 ? ` (and ${heldBehind} more)` : ''}  ${from}  ${subject}`

async function show(
  scope: TenantScope,
  rawMailId: GetTrailInput['rawMailId'],
  values: OptionValues,
): Promise<void> {
  const trail = await getTrail(scope, { rawMailId })
  if (values.json) printJson(trail)
  else printTrail(trail.entries)
}

function idOf(text: string | undefined): GetTrailInput['rawMailId'] {
  const id = RawMailId.safeParse(text)
  if (!id.success) throw new UsageError('Which mail? Its id is in the list.')
  return id.data
}
