import { setTimeout as sleep } from 'node:timers/promises'
import { getMailboxTest } from '@/lib/mailboxes/get-mailbox-test'
import { GetMailboxTestInput, TestMailboxInput } from '@/lib/mailboxes/inputs'
import { listMailboxes } from '@/lib/mailboxes/list-mailboxes'
import { testMailbox } from '@/lib/mailboxes/test-mailbox'
import type { MailboxTestResult } from '@/lib/mailboxes/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { scopeOfTenant } from '@/lib/tenancy/scope-of-tenant'
import { type Command, type OptionValues, printJson, printLine, requireOption, UsageError } from './command'

export const mailboxCommand: Command = {
  help: `
Usage: postino mailbox list --tenant SLUG        the mailboxes read by IMAP and how it stands with each
       postino mailbox check ID --tenant SLUG    a worker signs in and looks; nothing is changed there

  --json                         as JSON, one object a line

Exit code 1 when the mailbox is not well, or no worker answered within a minute.`,
  options: { tenant: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals: [what = 'list', given] }) => {
    const scope = await scopeOfTenant(requireOption(values, 'tenant'), 'mailbox')
    if (what === 'list') return list(scope, values)
    if (what === 'check') return check(scope, given, values)
    throw new UsageError(`mailbox knows list and check, not "${what}".`)
  },
}

async function list(scope: TenantScope, values: OptionValues): Promise<number> {
  const { mailboxes } = await listMailboxes(scope)
  for (const mailbox of mailboxes) {
    const { id, address, state, stateSince, isPaused, isUnattended } = mailbox
    const notes = `${isPaused ? '  paused' : ''}${isUnattended ? '  no worker looks after it' : ''}`
    if (values.json) printJson(mailbox)
    else printLine(`${id}  ${address}  ${state} since ${stateSince}${notes}`)
  }
  return 0
}

const patienceMs = 60_000

async function check(scope: TenantScope, given: string | undefined, values: OptionValues): Promise<number> {
  const input = TestMailboxInput.safeParse({ mailboxId: given })
  if (!input.success) throw new UsageError('Which mailbox? Its id is in the list.')
  const { mailboxTestId } = await testMailbox(scope, input.data)
  const result = await resultOf(scope, mailboxTestId)
  if (values.json) printJson(result)
  else printLine(result ? wordsOf(result) : 'no worker answered')
  return result?.state === 'well' ? 0 : 1
}

async function resultOf(scope: TenantScope, mailboxTestId: string): Promise<MailboxTestResult | null> {
  const input = GetMailboxTestInput.parse({ mailboxTestId })
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 250) {
    const { result } = await getMailboxTest(scope, input)
    if (result) return result
    await sleep(250)
  }
  return null
}

const wordsOf = ({ state, mailCount, folders, canListen }: MailboxTestResult): string =>
  state === 'well'
    ? `well: ${mailCount ?? 0} mails, ${folders.length} folders${canListen ? ', tells of new mail by itself' : ''}`
    : state
